/** The emoji picker: fetched when it is opened, with its data. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { enEmoji } from '../../i18n/en-emoji.js';
import { addEnglish, languageOf } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import { isIme } from '../kit/ime.js';
import { usePanel } from '../panel/use-panel.js';
import css from './emoji.css?inline';
import { type Emoji, emojiOf, findEmoji, type Words } from './emoji.js';
import { Row } from './row.js';

addEnglish(enEmoji);
const sheet = styleSheet(css);

/** In the order of the data. */
const GROUPS = [
  'emojiFaces',
  'emojiPeople',
  'emojiNature',
  'emojiFood',
  'emojiTravel',
  'emojiActivities',
  'emojiObjects',
  'emojiSymbols',
  'emojiFlags',
] as const;
const COLUMNS = 8;
const RECENT = 16;

/** Words in other languages than English. */
const others: Record<string, () => Promise<{ data: Words }>> = {
  ar: () => import('./data/emoji-ar.js'),
  de: () => import('./data/emoji-de.js'),
  es: () => import('./data/emoji-es.js'),
  fr: () => import('./data/emoji-fr.js'),
  ja: () => import('./data/emoji-ja.js'),
  ko: () => import('./data/emoji-ko.js'),
  pt: () => import('./data/emoji-pt.js'),
  zh: () => import('./data/emoji-zh.js'),
};
const all = new Map<string, Emoji[][]>();
/** What was picked on this page, the newest first, of one visitor. It is stored nowhere. */
let recent: { visitor: number; chars: string[] } = { visitor: 0, chars: [] };

/** Before it is drawn. */
export const prepare = (root: ShadowRoot): void => adopt(root, sheet);

const inRows = (emoji: readonly Emoji[]): Emoji[][] =>
  Array.from({ length: Math.ceil(emoji.length / COLUMNS) }, (_, i) => emoji.slice(i * COLUMNS, (i + 1) * COLUMNS));

export function Picker({ onPick, onClose }: { onPick(emoji: string): void; onClose(): void }) {
  const { state, t } = usePanel();
  const language = languageOf(t.locale);
  const box = useRef<HTMLDivElement>(null);
  const [groups, setGroups] = useState(all.get(language) ?? emojiOf());
  const [query, setQuery] = useState('');
  const visitor = state.cleared.value;
  if (recent.visitor !== visitor) recent = { visitor, chars: [] };

  useEffect(() => {
    const words = Object.hasOwn(others, language) ? others[language] : undefined;
    if (all.has(language)) return setGroups(all.get(language)!);
    words?.().then(
      ({ data }) => {
        all.set(language, emojiOf(data));
        setGroups(all.get(language)!);
      },
      () => {},
    );
  }, [language]);
  useLayoutEffect(() => box.current!.querySelector('input')!.focus(), []);

  const shown = useMemo(() => {
    if (query.trim()) return [{ name: '', rows: inRows(findEmoji(groups, query)) }];
    const used = recent.chars.flatMap((char) => groups.flat().find((one) => one.char === char) ?? []);
    const sections = groups.map((emoji, i) => ({ name: t(GROUPS[i]!), rows: inRows(emoji) }));
    return used[0] ? [{ name: t('emojiRecent'), rows: inRows(used) }, ...sections] : sections;
  }, [groups, query, t, visitor]);

  const pick = (char: string) => {
    recent.chars = [char, ...recent.chars.filter((one) => one !== char)].slice(0, RECENT);
    onPick(char);
  };
  const cells = () => [...box.current!.querySelectorAll<HTMLElement>('[role=gridcell]')];
  /** Leads the focus through the grid, where each row but the last of a group is full. */
  const move = (event: KeyboardEvent) => {
    const rows = [...box.current!.querySelectorAll('[role=row]')].map((row) => [...row.children] as HTMLElement[]);
    const at = rows.findIndex((row) => row.includes(event.target as HTMLElement));
    if (at < 0) return;
    const row = rows[at]!;
    const column = row.indexOf(event.target as HTMLElement);
    const isLeft = getComputedStyle(box.current!).direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const flat = rows.flat();
    const place = flat.indexOf(row[column]!);
    const near = (to: HTMLElement[] | undefined) => to?.[Math.min(column, to.length - 1)];
    const next =
      event.key === 'ArrowUp'
        ? (near(rows[at - 1]) ?? box.current!.querySelector('input')!)
        : event.key === 'ArrowDown'
          ? near(rows[at + 1])
          : event.key === 'Home'
            ? row[0]
            : event.key === 'End'
              ? row.at(-1)
              : /^Arrow(Left|Right)$/.test(event.key)
                ? flat[place + (event.key === isLeft ? -1 : 1)]
                : undefined;
    if (!next && !/^(Arrow|Home|End)/.test(event.key)) return;
    event.preventDefault();
    if (!next) return;
    for (const cell of cells()) cell.tabIndex = cell === next ? 0 : -1;
    next.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isIme(event)) return;
    const isInField = event.target instanceof HTMLInputElement;
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (isInField && event.key === 'Enter') {
      event.preventDefault();
      if (query.trim() && shown[0]!.rows[0]) pick(shown[0]!.rows[0][0]!.char);
    } else if (isInField && event.key === 'ArrowDown') {
      event.preventDefault();
      cells()[0]?.focus();
    } else move(event);
  };
  const isEmpty = !shown[0]?.rows[0];
  return (
    <div ref={box} class="picker" role="dialog" aria-label={t('emoji')} onKeyDown={onKeyDown}>
      {/* biome-ignore lint/a11y/useSemanticElements: a search input keeps Escape to itself, and here it closes the picker */}
      <input
        type="text"
        role="searchbox"
        dir="auto"
        autocomplete="off"
        placeholder={t('emojiSearch')}
        aria-label={t('emojiSearch')}
        value={query}
        onInput={({ currentTarget: { value } }) => setQuery(value)}
      />
      <p role="status" class={isEmpty ? 'small' : 'hide'}>
        {isEmpty && t('emojiNone')}
      </p>
      {!isEmpty && (
        // biome-ignore lint/a11y/useSemanticElements: a grid, not a table of data
        <div class="grid" role="grid" aria-label={t('emoji')}>
          {shown.map(({ name, rows }, i) => (
            // biome-ignore lint/a11y/useSemanticElements: a grid, not a table of data
            <div key={name} role="rowgroup" aria-label={name}>
              {name && (
                <p class="small" aria-hidden="true">
                  {name}
                </p>
              )}
              {rows.map((row, j) => (
                <Row key={row[0]!.char} row={row} isFirst={!i && !j} onPick={pick} />
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
