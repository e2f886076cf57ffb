/**
 * What a back end has lost, which was restored from an older copy, say: it is found when the replay after a `reset` is over,
 * by comparing what was held with what came. Own messages are offered again under their ids; the rest is said to be gone.
 */
import { nanoid } from 'nanoid';
import type { Message, Snapshot } from '../types.js';
import type { Delivery } from './delivery.js';
import { lastSeq } from './last-seq.js';
import type { Cursor } from './ports.js';
import type { Store } from './store.js';

/** Said on this side: by the visitor, or the bot on a device of theirs. */
export const isLocal = ({ author }: Pick<Message, 'author'>): boolean => /^(visitor|bot)$/.test(author.kind);

export interface Recovery {
  /** The log of this conversation is about to be dropped. `restored`: how far it was held of a life that the back end has lost. */
  hold(conversation: string, restored?: Cursor | false): void;
  /** Its replay is not over. */
  isHeld(conversation: string): boolean;
  /** From where the next page is to ask for it meanwhile, to be told the same. Undefined: from its beginning. */
  askedFrom(conversation: string): Cursor | undefined;
  /**
   * The replay is over. `isSamePerson` is false when the session is another's, to whom nothing of it belongs; `isNew` is
   * true when this person was anonymous before.
   */
  settle(isSamePerson: boolean, isNew: boolean): void;
  /** The replay has broken off: what was held is shown again. Answers from where each is to be asked for, as `askedFrom`. */
  abandon(): [conversation: string, cursor: Cursor | undefined][];
}

/**
 * @param save writes a conversation with the whole of its log, and that the rest of it is `gone`. `isOver`: it was of a
 * session that is, and is not compared again
 */
export function createRecovery(
  store: Store,
  delivery: Delivery,
  save: (conversation: string, log: readonly Message[], gone: readonly Message[], isOver: boolean) => void,
): Recovery {
  const held = new Map<string, Message[]>();
  const restored = new Map<string, Cursor>();

  const handoff = () => ({ snapshot: { v: 1, page: {}, locale: store.locale.value } as Snapshot, tags: [] });
  const inLog = (conversation: string) => store.messages(conversation).value.filter((m) => m.seq);

  /** Offers own messages again; the rest is said to be gone. */
  const recover = (conversation: string, before: Message[]) => {
    const now = inLog(conversation);
    const came = new Set(now.map(({ id }) => id));
    const [first] = now;
    // what is older than the replay is not lost: it comes by paging
    const isCovered = (m: Message) => !first || first.seq === 1 || m.at >= first.at;
    const missing = before.filter((m) => !came.has(m.id) && isCovered(m));
    if (!missing.length) return;
    const lost = missing[0]!;
    const common = now.filter(({ at }) => at <= lost.at);
    const gap: Message = {
      // one that was said before is said once
      id: lost.parts[0]?.type === 'gap' ? lost.id : `gap-${lost.id}`,
      conversation,
      author: { kind: 'system' },
      parts: [{ type: 'gap', reason: 'lost' }],
      at: common.at(-1)?.at ?? lost.at,
      seq: Math.max(1, lastSeq(common)),
    };
    store.apply({ type: 'message', message: gap }, 'system');
    const own = missing.filter(isLocal);
    for (const { seq: _, state: __, ...message } of own) {
      const isHandoff = message.parts.some(({ type }) => type === 'handoff');
      delivery.offer(message, isHandoff ? handoff() : undefined);
    }
  };
  /** It was of a session that is over: it can still be read, and is gone on with in a new one. */
  const retire = (conversation: string, left: Message[]) => {
    for (const message of left) store.apply({ type: 'message', message }, 'disk');
    const known = store.conversation(conversation);
    if (!known) return;
    store.apply({ type: 'conversation', conversation: { ...known, status: 'resolved' } }, 'system');
    if (!delivery.waiting().some((item) => item.message.conversation === conversation)) return;
    const next = nanoid(22);
    delivery.move(conversation, next, known.status === 'bot' ? undefined : handoff());
    const { value: view } = store.view;
    const isOnScreen = view.screen === 'conversation' && view.id === conversation;
    if (isOnScreen) store.apply({ type: 'view', view: { screen: 'conversation', id: next } }, 'system');
  };

  return {
    hold(conversation, cursor) {
      if (cursor) restored.set(conversation, cursor);
      held.set(conversation, [...(held.get(conversation) ?? []), ...inLog(conversation)]);
    },
    isHeld: (conversation) => held.has(conversation),
    askedFrom: (conversation) => restored.get(conversation),
    abandon() {
      const all = [...held];
      held.clear();
      const asked = all.map(([id]) => [id, restored.get(id)] as [string, Cursor | undefined]);
      restored.clear();
      for (const [conversation, before] of all) {
        store.apply({ type: 'reset', conversation }, 'system');
        for (const message of before) store.apply({ type: 'message', message }, 'disk');
      }
      return asked;
    },
    settle(isSamePerson, isNew) {
      const all = [...held];
      held.clear();
      for (const [conversation, before] of all) {
        // it went to whom the anonymous session became before, at whose sign-in the page may have died
        const isAnothers = isNew && !restored.has(conversation);
        // what the back end tells of it is theirs, whoever they were to it before
        const isOver = (!isSamePerson || isAnothers) && !inLog(conversation).length;
        if (!isOver) recover(conversation, before);
        else retire(conversation, isAnothers ? [] : before);
        const log = inLog(conversation);
        const here = new Set(log.map(({ id }) => id));
        const gone = before.filter(({ id }) => !here.has(id));
        save(conversation, log, gone, isOver);
        for (const { id, seq, at } of log) delivery.settle({ id, seq: seq!, at });
      }
      restored.clear();
    },
  };
}
