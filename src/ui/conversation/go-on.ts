import type { Panel } from '../panel/context.js';
import { start } from '../panel/start.js';

/** Starts a new conversation with the words that were written to `from`, ready to be written on. */
export async function goOn(panel: Panel, from: string): Promise<void> {
  await start(panel, from);
  focusComposer(panel);
}

/** Puts words into the composer of a conversation that is on screen, behind those that are there. */
export function putBack({ drafts, actions }: Panel, id: string, words: string): void {
  const draft = drafts.value.get(id) ?? '';
  actions.draft(id, draft.trim() ? `${draft}\n\n${words}` : words);
  // the screen is drawn anew, and with it the composer
  actions.go({ screen: 'conversation', id });
}

/** Once it is drawn. */
export const focusComposer = ({ root }: Panel) =>
  requestAnimationFrame(() => root.querySelector<HTMLElement>('textarea')?.focus());
