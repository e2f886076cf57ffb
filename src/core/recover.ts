/**
 * What a back end has lost, which was restored from an older copy, say: it is found when the replay after a `reset` is over,
 * by comparing what was held with what came. Own messages are offered again under their ids; the rest is said to be gone.
 */
import type { Message, Snapshot } from '../types.js';
import type { Delivery } from './delivery.js';
import { lastSeq } from './messages.js';
import type { Store } from './store.js';

export interface Recovery {
  /** The log of this conversation is about to be dropped. */
  hold(conversation: string): void;
  /**
   * The replay is over. `isSamePerson` is false when the session is another's, to whom nothing of it belongs; `isNew` is
   * true when this person was anonymous before.
   */
  settle(isSamePerson: boolean, isNew: boolean): void;
}

/** @param keep saves a conversation, and a message that only this device knows */
export function createRecovery(
  store: Store,
  delivery: Delivery,
  keep: (conversation: string, message?: Message) => void,
): Recovery {
  const held = new Map<string, Message[]>();

  const recover = (conversation: string, before: Message[]) => {
    const now = store.messages(conversation).value.filter((m) => m.seq);
    const came = new Set(now.map(({ id }) => id));
    const [first] = now;
    // what is older than the replay is not lost: it comes by paging
    const isCovered = (m: Message) => !first || first.seq === 1 || m.at >= first.at;
    const missing = before.filter((m) => !came.has(m.id) && isCovered(m));
    if (!missing.length) return;
    const common = now.filter(({ at }) => at <= missing[0]!.at);
    const gap: Message = {
      id: `gap-${missing[0]!.id}`,
      conversation,
      author: { kind: 'system' },
      parts: [{ type: 'gap', reason: 'lost' }],
      at: common.at(-1)?.at ?? missing[0]!.at,
      seq: Math.max(1, lastSeq(common)),
    };
    store.apply({ type: 'message', message: gap }, 'system');
    keep(conversation, gap);
    const own = missing.filter(({ author }) => author.kind === 'visitor' || author.kind === 'bot');
    for (const { seq: _, state: __, ...message } of own) {
      const isHandoff = message.parts.some(({ type }) => type === 'handoff');
      const snapshot = { v: 1, page: {}, locale: store.locale.value } as Snapshot;
      delivery.offer(message, isHandoff ? { snapshot, tags: [] } : undefined);
    }
  };

  return {
    hold(conversation) {
      const known = held.get(conversation) ?? [];
      held.set(conversation, [...known, ...store.messages(conversation).value.filter((m) => m.seq)]);
    },
    settle(isSamePerson, isNew) {
      const all = [...held];
      held.clear();
      for (const [conversation, before] of all) {
        // it went to whom the anonymous session became before, at whose sign-in the page may have died
        const isAnothers = isNew && !lastSeq(store.messages(conversation).value);
        if (isSamePerson && !isAnothers) {
          recover(conversation, before);
          continue;
        }
        // of a session that is over: it can still be read, and is gone on with in a new one
        const left = isAnothers ? [] : before;
        for (const message of left) store.apply({ type: 'message', message }, 'disk');
        const known = store.conversation(conversation);
        if (known) store.apply({ type: 'conversation', conversation: { ...known, status: 'resolved' } }, 'system');
        keep(conversation);
        for (const message of left) keep(conversation, message);
      }
    },
  };
}
