/** Which conversation is written to next. */
import { nanoid } from 'nanoid';
import type { Store } from './store.js';

export interface Current {
  /** The id to write to next: the one on screen or the last that goes on, else one that exists from its first message. */
  current(): string;
  /** An id for a new conversation. It exists from its first message. */
  create(): string;
  /** It was made only because no conversation was known, and the visitor has not written there. */
  isGuess(id: string): boolean;
  /** It is there, or was made here and may be written to. */
  isKnown(id: string): boolean;
}

export function createCurrent(store: Store): Current {
  let fresh = '';
  let guess = '';
  const made = new Set<string>();
  // an id of whoever was here is no one else's
  store.cleared.subscribe(() => {
    fresh = '';
  });
  const goesOn = (id: string) => store.conversation(id)?.status !== 'resolved';
  const create = () => {
    fresh = nanoid(22);
    made.add(fresh);
    return fresh;
  };
  const isGuess = (id: string) =>
    id === guess && !store.messages(id).value.some(({ author }) => author.kind === 'visitor');
  return {
    create,
    isGuess,
    isKnown: (id) => made.has(id) || !!store.conversation(id),
    current() {
      const view = store.view.value;
      const shown = view.screen === 'conversation' && goesOn(view.id) ? view.id : undefined;
      if (shown && !isGuess(shown)) return shown;
      const last = store.conversations.value.find((c) => c.status !== 'resolved');
      if (last) return last.id;
      if (shown) return shown;
      if (!fresh || !goesOn(fresh)) guess = create();
      return fresh;
    },
  };
}
