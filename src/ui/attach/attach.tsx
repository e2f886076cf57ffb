/** The way to attach files, where the back end takes any. A download of its own, small, behind the screens. */
import { useLayoutEffect, useState } from 'preact/hooks';
import { adopt, styleSheet } from '../../theme/adopt.js';
import type { Message } from '../../types.js';
import { Icon } from '../kit/icon.js';
import type { Composer } from '../panel/composer.js';
import type { Panel } from '../panel/context.js';
import { usePanel } from '../panel/use-panel.js';
import css from './attach.css?inline';

const sheet = styleSheet(css);

const CLIP = 'm19 11-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5L13 4a3 3 0 0 1 4.2 4.2l-7.7 7.7a1.4 1.4 0 0 1-2-2L14 7.5';

/** Fetched with the first file. */
let made: typeof import('../attachments/attachments.js') | undefined;
const load = async () => (made ??= await import('../attachments/attachments.js'));

/** Puts the files of a message that did not leave back among what is attached. */
export const takeBack = async (panel: Panel, message: Message) => (await load()).takeBack(panel, message);

/** The button for files above the field it lies over, what takes those that are pasted or dropped, and what is attached. */
export function Attach({ id, composer }: { id: string; composer: Composer }) {
  const panel = usePanel();
  const { root, t } = panel;
  const [, draw] = useState(made);
  const attach = (files?: File[]) =>
    load().then(
      (it) => {
        draw(it);
        it.attach(panel, id, files);
      },
      (error) => composer.setState({ error }),
    );
  useLayoutEffect(() => {
    adopt(root, sheet);
    const into = root.querySelector('[part="panel"]')!;
    const listeners = new AbortController();
    const take = (event: Event) => {
      const { clipboardData, dataTransfer } = event as ClipboardEvent & DragEvent;
      const { types, files } = (clipboardData ?? dataTransfer)!;
      // what is copied from a document may be both, and is meant as words
      if (!types.includes('Files') || (clipboardData && types.includes('text/plain'))) return;
      event.preventDefault();
      if (files[0] && event.type !== 'dragover') void attach([...files]);
    };
    for (const type of ['paste', 'dragover', 'drop']) into.addEventListener(type, take, listeners);
    return () => listeners.abort();
  }, [id]);
  return (
    <>
      {made && <made.Tray key={id} id={id} composer={composer} />}
      <button type="button" class="attach" aria-label={t('attach')} title={t('attach')} onClick={() => void attach()}>
        <Icon d={CLIP} />
      </button>
    </>
  );
}
