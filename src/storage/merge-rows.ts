/** Takes in what another tab has written, which is on disk. */
import type { Session } from '../core/ports.js';
import { messageKey, outboxPrefix } from '../core/rows.js';
import type { Restored, Scope } from '../core/scope.js';
import type { Store } from '../core/store.js';
import type { Message } from '../types.js';

/**
 * @param keys what was looked for; the empty one is everything, and then nothing is missing
 * @param session of the tab that holds the connection, which tells the back end what was read in others
 */
export function mergeRows(scope: Scope, store: Store, found: Restored, keys: string[], session: Session | null): void {
  const { delivery, cursors, surely } = scope;
  // such a log is just being compared with what the back end has, and takes in nothing from elsewhere
  const { isHeld } = scope.recovery;
  const isAll = keys.includes('');
  if (isAll) surely.clear();
  if (found.secret) scope.secret = found.secret;
  const { person, consent, settings } = found;
  if (person && JSON.stringify(person) !== JSON.stringify(store.person.value)) {
    store.apply({ type: 'person', person }, 'tab');
  }
  if (consent) {
    const { analytics, from } = store.consent.value;
    // what signals say here is not for another tab to say
    store.apply({ type: 'consent', consent: consent.from && from ? { ...consent, analytics } : consent }, 'tab');
  }
  if (settings && JSON.stringify(settings) !== JSON.stringify(store.settings.value)) {
    store.apply({ type: 'settings', settings }, 'tab');
  }

  const here = new Set([...found.outbox.map(({ key }) => key), ...found.messages.map(messageKey)]);
  const discard = (conversation: string, id: string) => store.apply({ type: 'discard', id, conversation }, 'tab');
  // what the back end has lost, of which the tab that holds the connection knows; an erased disk tells nothing
  const isWhole = isAll && person && !session;
  for (const { id } of isWhole ? store.conversations.value : []) {
    if (isHeld(id)) continue;
    for (const held of store.messages(id).value) if (held.seq && !here.has(messageKey(held))) discard(id, held.id);
  }
  for (const { conversation, cursor } of found.conversations) {
    const { id, readTo } = conversation;
    const known = store.conversation(id);
    if (isHeld(id)) continue;
    // who holds the connection knows better how far it is
    if (cursor != null && !session) {
      // single rows are read one by one, and this one may be newer than the messages
      if (!isAll && !surely.has(id)) surely.set(id, cursors.get(id));
      cursors.set(id, cursor);
    }
    if (known && JSON.stringify(known) === JSON.stringify(conversation)) continue;
    if (known && readTo > known.readTo) session?.read?.(id, readTo);
    store.apply({ type: 'conversation', conversation }, 'tab');
    // whoever wrote the row last did not know yet what was read here
    if (known && readTo < known.readTo) scope.saveConversation(id);
  }
  const known = new Map<string, Message>();
  for (const id of new Set(found.messages.map(({ conversation }) => conversation))) {
    for (const message of store.messages(id).value) known.set(messageKey(message), message);
  }
  for (const message of found.messages) {
    if (isHeld(message.conversation)) continue;
    delivery.forget(message.id, message.conversation);
    const held = known.get(messageKey(message));
    if (held?.seq === message.seq && JSON.stringify(held?.parts) === JSON.stringify(message.parts)) continue;
    store.apply({ type: 'message', message }, 'tab');
  }
  delivery.restore(found.outbox);

  for (const key of keys) {
    if (here.has(key)) continue;
    const [kind, conversation, id] = key.split('/');
    if (kind === 'm' && !isHeld(conversation!)) discard(conversation!, id!);
    // a failed one that was given up; one that was sent has its message, and one that is tried again another key
    const gone = key.startsWith(outboxPrefix) && delivery.waiting().find((item) => item.key === key && item.failed);
    if (!gone) continue;
    delivery.forget(gone.id);
    discard(gone.message.conversation, gone.id);
  }
}
