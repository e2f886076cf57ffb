/** Files: attached in the composer, and shown in a conversation. Fetched with the first of them. */
import { read, refusalOf } from '../../core/attachment.js';
import { enAttachments } from '../../i18n/en-attachments.js';
import { addEnglish } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import type { Message } from '../../types.js';
import { list } from '../kit/gate.js';
import type { Panel } from '../panel/context.js';
import css from './attachments.css?inline';
import { acceptOf, allPicked, NONE, type Picked } from './picked.js';

export { FileView } from './file-view.js';
export { Tray } from './tray.js';

addEnglish(enAttachments);
export const sheet = styleSheet(css);

/** Held, or the browser might forget the one that is open. */
let input: HTMLInputElement | undefined;

/** Attaches these files, or those that the visitor picks now. */
export function attach(panel: Panel, id: string, files?: File[]): void {
  adopt(panel.root, sheet);
  const all = allPicked(panel);
  const change = (next: Partial<Picked>) => {
    all.value = new Map(all.value).set(id, { ...(all.value.get(id) ?? NONE), ...next });
  };
  const take = async (given: File[]) => {
    const { value: person } = panel.state.cleared;
    const limits = await (await panel.actions.attachments()).limits();
    const refused: Picked['refused'][number][] = [];
    for (const file of given) {
      const { name } = file;
      const before = () => all.value.get(id)?.files ?? [];
      const why = limits ? refusalOf(file, limits, before()) : 'fileType';
      const made = why ? null : await read(file).catch(() => null);
      // they have signed out while it was read
      if (person !== panel.state.cleared.value) return;
      if (made) change({ files: [...before(), made] });
      else refused.push({ why: why ?? 'fileUnread', name });
    }
    change({ refused });
  };
  const failed = () => change({ refused: (files ?? []).map(({ name }) => ({ why: 'fileUnread' as const, name })) });
  if (files) {
    take(files).catch(failed);
    return;
  }
  input = document.createElement('input');
  const own = input;
  own.type = 'file';
  own.multiple = true;
  own.onchange = () => void take([...(own.files ?? [])]).catch(failed);
  // what can be taken is known by now, or the back end says it later
  void panel.actions
    .attachments()
    .then((it) => it.limits())
    .then((limits) => {
      own.accept = limits ? acceptOf(limits.types) : '';
    })
    .catch(() => {})
    .then(() => own.click());
}

/** Puts the files of a message that did not leave back among what is attached. */
export async function takeBack(panel: Panel, { conversation, parts }: Message): Promise<void> {
  adopt(panel.root, sheet);
  const files = await panel.actions.attachments();
  const all = allPicked(panel);
  for (const part of list(parts)) {
    const bytes = part.type === 'file' && (await files.held(part.id));
    if (!bytes) continue;
    const before = all.value.get(conversation) ?? NONE;
    all.value = new Map(all.value).set(conversation, { ...before, files: [...before.files, { part, bytes }] });
  }
}
