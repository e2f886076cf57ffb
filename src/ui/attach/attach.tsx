/** The ways to attach files, where the back end takes any. A download of its own, small, behind the screens. */
import { useLayoutEffect } from 'preact/hooks';
import { signal } from '../../core/signal.js';
import type { Message } from '../../types.js';
import { Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import type { Composer } from '../panel/composer.js';
import type { Panel } from '../panel/context.js';
import { usePanel } from '../panel/use-panel.js';

const CLIP = 'm19 11-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5L13 4a3 3 0 0 1 4.2 4.2l-7.7 7.7a1.4 1.4 0 0 1-2-2L14 7.5';

/** Fetched with the first file. */
const made = signal<typeof import('../attachments/attachments.js') | undefined>(undefined);
const load = async () => (made.value ??= await import('../attachments/attachments.js'));

interface Props {
  id: string;
  composer: Composer;
}

/** Attaches these, or what the visitor picks. */
const attach = ({ id, composer }: Props, files?: File[]) =>
  load().then(
    (it) => it.attach(composer.props.panel, id, files),
    (error) => composer.setState({ error }),
  );

/** Puts the files of a message that did not leave back among what is attached. */
export const takeBack = async (panel: Panel, message: Message) => (await load()).takeBack(panel, message);

/** What is attached, above the field, and what takes files that are pasted or dropped. */
export function Attach(props: Props) {
  const { id } = props;
  const { root } = usePanel();
  const views = useValue(made);
  useLayoutEffect(() => {
    const into = root.querySelector('[part="panel"]')!;
    const listeners = new AbortController();
    const take = (event: Event) => {
      const { clipboardData, dataTransfer } = event as ClipboardEvent & DragEvent;
      const { types, files } = (clipboardData ?? dataTransfer)!;
      // what is copied from a document may be both, and is meant as words
      if (!types.includes('Files') || (clipboardData && types.includes('text/plain'))) return;
      event.preventDefault();
      if (files[0] && event.type !== 'dragover') void attach(props, [...files]);
    };
    for (const type of ['paste', 'dragover', 'drop']) into.addEventListener(type, take, listeners);
    return () => listeners.abort();
  }, [id]);
  return views ? <views.Tray key={id} {...props} /> : null;
}

/** The button for files, in the field: behind the words, which do not move when it comes. */
export function Clip(props: Props) {
  const { t } = usePanel();
  return (
    <button
      type="button"
      class="tool attach"
      aria-label={t('attach')}
      title={t('attach')}
      onClick={() => void attach(props)}
    >
      <Icon d={CLIP} />
    </button>
  );
}
