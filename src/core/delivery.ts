/** The one door out: what was written is on disk before it leaves, leaves in order, and ends as sent or visibly failed. */
import type { Consent, DeliveryState, Message } from '../types.js';
import { backoff } from './backoff.js';
import { SobaniError, toSobaniError } from './errors.js';
import type { Upload } from './file-ports.js';
import * as LIMITS from './limits.js';
import { type Epoch, filesOf, type Handoff, itemOf, messageOf, restrict } from './outbox-item.js';
import type { Change, Clock, Disk, OutboxItem, Receipt, Session } from './ports.js';
import { messageKey, outboxKey, outboxPrefix } from './rows.js';
import type { Origin, Store } from './store.js';
import * as TIMES from './times.js';

export interface Delivery {
  /** What the disk holds: what was waiting when the page went away, or what other tabs have put in since. What is known is as the disk has it. */
  restore(items: readonly OutboxItem[]): void;
  /** Gives all that waits, and what is just being saved, to another principal's. */
  handTo(heir: Delivery): void;
  /** The other side of that. False where this one is over; `state` of those that are not shown yet. */
  adopt(items: readonly OutboxItem[], state?: DeliveryState): boolean;
  /** Saves, shows and, as soon as there is a session, sends. Resolves once it is as safe as it can be here. `files`: rows saved with it. */
  enqueue(message: Message, handoff?: Handoff, files?: readonly Change[]): Promise<'queued' | 'volatile'>;
  /** What waits in a conversation that has ended goes to another one, which its first message hands over if that is given. */
  move(from: string, to: string, handoff?: Handoff): void;
  /** What waits goes along with no more than this allows. */
  restrict(consent: Consent): void;
  /** Puts a message that the back end has lost into the outbox again. */
  offer(message: Message, handoff?: Handoff): void;
  /** The replay is over: what it did not bring back may leave. */
  start(session: Session): void;
  stop(): void;
  /** Another person is here: nothing more is shown. What is still being saved is taken back, or kept for them. */
  close(keeps?: boolean): void;
  /** What could not be saved is saved now. */
  saved(): void;
  /** The back end has it: by its answer, or by its echo. */
  settle(receipt: Pick<Receipt, 'id' | 'seq' | 'at'>): void;
  retry(id: string): void;
  discard(id: string): void;
  /** What waits, failed ones included, in order; those that are just being saved last. */
  waiting(): readonly OutboxItem[];
  /** Somebody else has got rid of it: another tab. Given the conversation in which it is now, it is not shown in another one. */
  forget(id: string, conversation?: string): void;
  /** Where other tabs write too: reads what they did, before each message that leaves. */
  sync: (() => Promise<unknown>) | null;
}

/** @param epoch of the rows of an anonymous visitor. `upload` brings a message's files to the back end before it leaves. */
export function createDelivery(store: Store, disk: Disk, clock: Clock, epoch?: Epoch, upload?: Upload): Delivery {
  let items: OutboxItem[] = [];
  const unsaved = new Set<OutboxItem>();
  let session: Session | null = null;
  /** The session for which items are being sent. */
  let busy: Session | null = null;
  let attempts = 0;
  /** Connected time spent on the item at the head. */
  let spent = 0;
  let undoWait = () => {};
  let halt = new AbortController();
  let heir: Delivery | undefined;
  let isKept = false;
  let isClosed = false;

  const find = (id: string) => items.find((item) => item.id === id);
  const isSent = ({ id }: OutboxItem) =>
    store.conversations.value.some((c) => store.messages(c.id).value.some((m) => m.id === id && m.seq));
  const mark = (item: OutboxItem, state: DeliveryState, more: { reason?: string; seq?: number; at?: number } = {}) =>
    store.apply({ type: 'delivery', id: item.id, conversation: item.message.conversation, state, ...more }, 'system');
  const drop = (item: OutboxItem) => {
    items = items.filter((other) => other !== item);
    spent = attempts = 0;
  };
  const insert = (item: OutboxItem) => {
    items.push(item);
    items.sort((a, b) => a.n - b.n);
  };
  const save = (item: OutboxItem) => disk.write([[item.key, item]]);
  const erase = (item: OutboxItem, ...more: Change[]) => disk.write([[item.key, undefined], ...more]);
  const hide = ({ id, message: { conversation } }: OutboxItem) =>
    store.apply({ type: 'discard', id, conversation }, 'visitor');

  const show = (item: OutboxItem, state: DeliveryState, origin: Origin) => {
    const { failed: reason } = item;
    const shown = messageOf(item, reason ? 'failed' : state);
    store.apply({ type: 'message', message: reason ? { ...shown, reason } : shown }, origin);
  };

  const settle: Delivery['settle'] = ({ id, seq, at }) => {
    const item = find(id);
    if (!item) return;
    drop(item);
    const sent = { ...messageOf(item, 'sent'), seq, at };
    void erase(item, [messageKey(sent), sent], ...filesOf(item));
    mark(item, 'sent', { seq, at });
  };
  const fail = (item: OutboxItem, reason: string) => {
    item.failed = reason;
    spent = attempts = 0;
    void save(item);
    mark(item, 'failed', { reason });
  };
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const undo = clock.setTimeout(resolve, ms);
      undoWait = () => {
        undo();
        resolve();
      };
    });

  const flush = async () => {
    const current = session;
    // what a former session never answered holds up nothing
    if (!current || busy === current) return;
    busy = current;
    while (session === current) {
      await delivery.sync?.();
      const item = items.find((other) => !other.failed);
      if (!item || session !== current) break;
      const since = clock.now();
      mark(item, 'sending');
      try {
        if (upload && filesOf(item)[0]) {
          item.message = { ...item.message, parts: await upload(item, current, halt.signal) };
          if (session !== current || !items.includes(item)) continue;
        }
        const { handoff, message: outgoing } = item;
        const receipt = await (handoff && current.handoff
          ? current.handoff({ message: outgoing, ...handoff })
          : current.send(outgoing));
        // with that it would never be settled, and sent without end
        if (receipt.id !== item.id) throw new SobaniError('internal', `${receipt.id} was acknowledged for ${item.id}.`);
        settle(receipt);
      } catch (thrown) {
        const error = toSobaniError(thrown);
        if (!items.includes(item)) continue; // its echo came first
        if (error.code === 'auth') break; // waits for fresh credentials
        if (!error.retryable || spent > TIMES.giveUp) {
          fail(item, error.code);
        } else if (session === current) {
          await wait(error.retryAfter ?? backoff(attempts++));
          if (items.includes(item)) spent += clock.now() - since;
        }
      }
    }
    if (busy === current) busy = null;
  };
  /** Gives an item the next place. It is shown, and may leave, once it is saved. */
  const add = async (item: OutboxItem, isAgain = false, files: readonly Change[] = []) => {
    const before = item.key;
    const number = (n: number): Change[] => {
      // for nobody to find, in another tab
      if (isClosed && !isKept && !heir) return [];
      // a disk that was emptied under our feet begins again at 1
      item.n = Math.max(n, (items.at(-1)?.n ?? 0) + 1);
      item.key = outboxKey(item.n, item.id);
      item.epoch = epoch?.();
      // its old place is given up in the same transaction
      return [...files, ...(isAgain ? [[before, undefined] as const] : []), [item.key, item]];
    };
    unsaved.add(item);
    const state = (await disk.append(outboxPrefix, number)) ? 'queued' : 'volatile';
    const isHere = unsaved.delete(item) || isKept;
    if (heir) void erase(item);
    // whoever wrote it has left meanwhile, and nothing of theirs stays
    if (!(heir ? heir.adopt([item], state) : isHere)) {
      if (item.key) void erase(item, ...filesOf(item));
      throw new SobaniError('auth', 'Whoever wrote this is not here any more.');
    }
    if (!heir && !isKept) {
      insert(item);
      if (isAgain) hide(item);
      store.apply({ type: 'message', message: messageOf(item, state) }, item.message.by);
      void flush();
    }
    return state;
  };

  const delivery: Delivery = {
    sync: null,
    restore(restored) {
      for (const row of restored) {
        const known = find(row.id);
        const isMoved = known && known.message.conversation !== row.message.conversation;
        if (known?.key === row.key && known.failed === row.failed && !isMoved) continue;
        if (known && known.key !== row.key) {
          // put anew, in two tabs at once even: the last place counts
          const older = row.n < known.n ? row : known;
          void erase(older);
          if (older === row) continue;
        }
        if (known) drop(known);
        if (isMoved) hide(known);
        insert(row);
        show(row, 'queued', 'disk');
      }
      // another tab may have put it in before it learned what was taken back
      delivery.restrict(store.consent.value);
      void flush();
    },
    handTo(to) {
      heir = to;
      for (const item of items) void erase(item);
      to.adopt(items);
      items = [];
    },
    adopt(given, state) {
      if (isClosed) return false;
      for (const item of given) {
        // another tab has given it, or it was sent already, from a disk that could not be told
        if (find(item.id) || isSent(item)) continue;
        const n = (items.at(-1)?.n ?? 0) + 1;
        const own = { ...item, n, key: outboxKey(n, item.id) };
        insert(own);
        void save(own);
        if (!state) continue;
        hide(own);
        store.apply({ type: 'message', message: messageOf(own, state) }, own.message.by);
      }
      void flush();
      return true;
    },
    forget(id, conversation) {
      const item = find(id);
      if (!item) return;
      drop(item);
      if (conversation && conversation !== item.message.conversation) hide(item);
    },
    async enqueue(written, handoff, files) {
      const all = delivery.waiting();
      const text = all.reduce((sum, { message: { parts } }) => sum + JSON.stringify(parts).length, 0);
      if (all.length >= LIMITS.outbox || text > LIMITS.outboxText) {
        throw new SobaniError('too-large', `${all.length} messages are waiting to be sent already.`);
      }
      return add(itemOf(written, handoff), false, files);
    },
    move(from, to, handoff) {
      let first = handoff;
      for (const item of delivery.waiting().filter(({ message: { conversation } }) => conversation === from)) {
        const shown = store.messages(from).value.find(({ id }) => id === item.id);
        if (shown) hide(item);
        item.message = { ...item.message, conversation: to };
        if (first && !item.failed) {
          item.handoff ??= first;
          first = undefined;
        }
        // the row of one that is just being saved is written anew
        if (item.key) void save(item);
        if (shown) show(item, shown.state === 'volatile' ? 'volatile' : 'queued', 'system');
      }
    },
    restrict(consent) {
      // one that is just being saved is saved as it is when it gets its place
      for (const item of delivery.waiting()) if (restrict(item, consent) && item.key) void save(item);
    },
    offer: (written, handoff) => void add(itemOf(written, handoff)),
    start(ready) {
      session = ready;
      halt = new AbortController();
      attempts = 0;
      undoWait();
      void flush();
    },
    stop() {
      halt.abort();
      session = null;
      undoWait();
    },
    close(keeps = false) {
      isKept = keeps;
      isClosed = true;
      halt.abort();
      items = [];
      unsaved.clear();
    },
    saved() {
      for (const item of items) {
        const shown = store.messages(item.message.conversation).value.find(({ id }) => id === item.id);
        if (shown?.state === 'volatile') mark(item, 'queued');
      }
    },
    settle,
    retry(id) {
      const item = find(id);
      if (!item?.failed) return;
      drop(item);
      const { failed: _, ...rest } = item;
      void add(rest, true);
    },
    discard(id) {
      const item = find(id);
      if (!item?.failed) return;
      drop(item);
      void erase(item, ...filesOf(item));
      hide(item);
    },
    waiting: () => [...items, ...unsaved],
  };
  return delivery;
}
