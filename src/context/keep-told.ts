/** Tells the person who has the conversation what changes in the customer's situation. */
import type { Clock, Session } from '../core/ports.js';
import type { Store } from '../core/store.js';
import * as TIMES from '../core/times.js';
import type { Snapshot } from '../types.js';
import type { Context } from './context.js';

interface Told {
  context: Context;
  store: Store;
  clock: Clock;
  session(): Session | null;
}

/** Without the instants, which alone are no news. */
const news = ({ about: _, ...shot }: Snapshot) => JSON.stringify(shot);

/** A snapshot follows each change while a person has a conversation, or is asked for; one every 3.5 seconds at most. Returns the undo. */
export function keepTold({ context, store, clock, session }: Told): () => void {
  let undoTimer: (() => void) | undefined;

  const tell = () => {
    undoTimer = undefined;
    const open = store.conversations.value.find(({ status }) => status === 'waiting' || status === 'open');
    const { context: send } = session() ?? {};
    // the page that they look at is the one that counts
    if (!open || !send || document.visibilityState === 'hidden') return;
    const before = context.shared().sent;
    const snapshot = context.snapshot();
    if (before && news(before.snapshot) === news(snapshot)) return;
    // the next change tells it again
    send(open.id, snapshot).catch(() => {});
  };
  const soon = () => {
    undoTimer ??= clock.setTimeout(tell, TIMES.context);
  };
  const unwatch = context.watch(soon);
  soon();
  return () => {
    unwatch();
    undoTimer?.();
  };
}
