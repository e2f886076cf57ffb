/** Who is writing: agents, for as long as that is heard of, and the visitor, of whom the back end is told now and then. */
import type { Author } from '../types.js';
import type { Clock } from './ports.js';
import type { Store } from './store.js';
import * as TIMES from './times.js';

export interface Typists {
  /** An agent writes there, or no more. */
  hear(conversation: string, author: Author | null): void;
  /** Whether the back end is to be told now that the visitor writes. */
  mayTell(): boolean;
  /** Nobody says any more when they stop. */
  clear(): void;
}

export function createTypists(store: Store, clock: Clock): Typists {
  const ends = new Map<string, () => void>();
  let toldAt = Number.NEGATIVE_INFINITY;
  const stop = (conversation: string) => store.apply({ type: 'typing', conversation, author: null }, 'system');
  return {
    hear(conversation, author) {
      ends.get(conversation)?.();
      store.apply({ type: 'typing', conversation, author }, 'backend');
      const end = () => stop(conversation);
      if (author) ends.set(conversation, clock.setTimeout(end, TIMES.typingShown));
    },
    mayTell() {
      const mayTell = clock.now() - toldAt >= TIMES.typing;
      if (mayTell) toldAt = clock.now();
      return mayTell;
    },
    clear() {
      for (const [conversation, undo] of ends) {
        undo();
        stop(conversation);
      }
      ends.clear();
    },
  };
}
