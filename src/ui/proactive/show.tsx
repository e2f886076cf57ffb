/**
 * What is said unasked, in the launcher's root: a bubble there, a bar across the window, or a bubble beside an element of the
 * page. A download of its own, with the first of them. It takes no focus, moves nothing, and paints only what can be pressed.
 */
import { type ComponentChildren, render } from 'preact';
import type { Translate } from '../../i18n/translate.js';
import { isLoaded, loadLanguage, translate } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import { CLOSE, Icon } from '../kit/icon.js';
import { isIme } from '../kit/ime.js';
import type { Follow } from './follow.js';
import css from './proactive.css?inline';

const sheet = styleSheet(css);

/** What is shown, in the visitor's language. */
export type Shown =
  | { kind: 'teaser'; by?: string | undefined; title?: string | undefined; text: string; avatar?: string | undefined }
  | { kind: 'banner'; text: string; action?: string | undefined; place: 'top' | 'bottom' }
  | {
      kind: 'hint';
      /** Selector of the element that it points at. */
      at: string;
      title?: string | undefined;
      text: string;
      action?: string | undefined;
      placement?: Follow['placement'];
    };

export interface Presses {
  press(): void;
  dismiss(): void;
}

/** Milliseconds. */
const MOMENT = 100;

const Away = ({ t, dismiss }: { t: Translate; dismiss: () => void }) => (
  <button type="button" class="away" aria-label={t('dismiss')} onClick={dismiss}>
    <Icon d={CLOSE} />
  </button>
);

const Does = ({ label, press }: { label: string | undefined; press: () => void }) =>
  label ? (
    <button type="button" class="does" onClick={press}>
      {label}
    </button>
  ) : null;

function draw(shown: Shown, t: Translate, { press, dismiss }: Presses): ComponentChildren {
  const away = <Away t={t} dismiss={dismiss} />;
  if (shown.kind === 'teaser') {
    const by = shown.by || t('team');
    return (
      <aside class="proactive teaser" aria-label={by}>
        <button type="button" class="opens" onClick={press}>
          {shown.avatar && <img src={shown.avatar} alt="" width="36" height="36" />}
          <span dir="auto">
            <span class="by">{by}</span>
            {shown.title && <strong>{shown.title}</strong>}
            <span class="preview">{shown.text}</span>
          </span>
        </button>
        {away}
      </aside>
    );
  }
  if (shown.kind === 'banner') {
    return (
      <aside class={`proactive banner ${shown.place}`} aria-label={shown.text}>
        <p dir="auto">{shown.text}</p>
        <Does label={shown.action} press={press} />
        {away}
      </aside>
    );
  }
  return (
    <aside class="proactive hint off" aria-label={t('hintSays', { text: shown.title ?? shown.text })}>
      <i />
      {shown.title && (
        <h2>
          <bdi>{shown.title}</bdi>
        </h2>
      )}
      <p>
        <bdi>{shown.text}</bdi>
      </p>
      <Does label={shown.action} press={press} />
      {away}
    </aside>
  );
}

const spoken = (shown: Shown, t: Translate): string => {
  if (shown.kind === 'teaser')
    return `${shown.by || t('team')}: ${[shown.title, shown.text].filter(Boolean).join('. ')}`;
  if (shown.kind === 'banner') return shown.text;
  return t('hintSays', { text: [shown.title, shown.text].filter(Boolean).join('. ') });
};

/**
 * Shows it. Resolves with what takes it away, once it is to be seen; with undefined where its element does not come, or
 * `signal` aborts before.
 */
export async function show(
  root: ShadowRoot,
  locale: string,
  shown: Shown,
  presses: Presses,
  signal: AbortSignal,
): Promise<(() => void) | undefined> {
  const [follow] = await Promise.all([
    shown.kind === 'hint' ? import('./follow.js') : undefined,
    isLoaded(locale) || loadLanguage(locale).catch(() => {}),
  ]);
  if (signal.aborted) return undefined;
  const t = translate(locale);
  adopt(root, sheet);
  const into = document.createElement('div');
  const said = document.createElement('div');
  said.className = 'said';
  said.setAttribute('role', 'status');
  root.append(into, said);
  const end = new AbortController();
  const remove = () => {
    end.abort();
    render(null, into);
    into.remove();
    said.remove();
  };
  render(draw(shown, t, presses), into);
  // with the focus on it, or beside its element wherever that is
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !isIme(event) && !event.defaultPrevented) presses.dismiss();
  };
  into.addEventListener('keydown', onKey, { signal: end.signal });
  if (shown.kind === 'hint') {
    document.addEventListener('keydown', onKey, { signal: end.signal });
    const bubble = into.firstElementChild as HTMLElement;
    let isSeen = false;
    try {
      isSeen = await follow!.follow({ at: shown.at, bubble, placement: shown.placement }, end.signal, signal);
    } finally {
      if (!isSeen) remove();
    }
    if (!isSeen) return undefined;
  }
  // the place of the announcement stands for a moment before it is filled, or it would not be read
  setTimeout(() => {
    said.textContent = spoken(shown, t);
  }, MOMENT);
  return remove;
}
