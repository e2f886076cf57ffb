/** Tells the person who has the conversation what changes in the customer's situation. */
import { toSobaniError } from '../core/errors.js';
import type { Clock, Session } from '../core/ports.js';
import type { Store } from '../core/store.js';
import * as TIMES from '../core/times.js';
import type { Snapshot } from '../types.js';
import type { Context } from './context.js';
import { changeOf } from './patch.js';

interface Told {
  context: Context;
  store: Store;
  clock: Clock;
  session(): Session | null;
}

/** Without the instants, which alone are no news. */
const news = ({ about: _, ...shot }: Snapshot) => JSON.stringify(shot);

/**
 * A snapshot follows each change while a person has a conversation, or is asked for; one every 3.5 seconds at most, and
 * only what has changed since the last where the back end takes that. Returns the undo.
 */
export function keepTold({ context, store, clock, session }: Told): () => void {
  let undoTimer: (() => void) | undefined;
  let isTelling = false;
  /** What went last may not have arrived. */
  let isOwed = false;
  /** What the back end has, by its own word. */
  let base: { conversation: string; name: string; snapshot: Snapshot } | undefined;

  const tell = async () => {
    undoTimer = undefined;
    if (isTelling) return soon();
    const open = store.conversations.value.find(({ status }) => status === 'waiting' || status === 'open');
    const now = session();
    // the page that they look at is the one that counts
    if (!open || !now?.context || globalThis.document?.visibilityState === 'hidden') return;
    const before = context.shared().sent;
    const snapshot = JSON.parse(JSON.stringify(context.snapshot())) as Snapshot;
    if (before && !isOwed && news(before.snapshot) === news(snapshot)) return;
    const { value: person } = store.cleared;
    const from = base?.conversation === open.id ? base : undefined;
    base = undefined;
    isTelling = isOwed = true;
    try {
      const name = await now.context(open.id, snapshot, from && changeOf(from.name, from.snapshot, snapshot));
      if (typeof name === 'string' && person === store.cleared.value) base = { conversation: open.id, name, snapshot };
      isOwed = false;
    } catch (thrown) {
      const { code, retryable, retryAfter } = toSobaniError(thrown);
      // whole, and in its turn: no more leaves for that. Other refusals wait for the next change
      if (code === 'conflict' || retryable) soon(retryAfter);
    } finally {
      isTelling = false;
    }
  };
  const soon = (ms = 0) => {
    undoTimer ??= clock.setTimeout(() => void tell().catch(() => {}), Math.max(ms, TIMES.context));
  };
  const unwatch = context.watch(() => soon());
  const unlisten = store.listen((event) => {
    // what went of whoever was here is no one's to build on
    if (event.type === 'cleared') base = undefined;
    if (event.type !== 'status' || event.status !== 'online') return;
    // another tab may have told something just before it let this one connect
    undoTimer?.();
    undoTimer = undefined;
    soon();
  });
  const onSeen = () => globalThis.document?.visibilityState === 'hidden' || soon();
  globalThis.document?.addEventListener('visibilitychange', onSeen);
  soon();
  return () => {
    globalThis.document?.removeEventListener('visibilitychange', onSeen);
    unlisten();
    unwatch();
    undoTimer?.();
    // what is on its way comes back to nothing
    undoTimer = () => {};
  };
}
