/** Which conversation is written to next. */
import { nanoid } from 'nanoid';
import type { Store } from './store.js';

export interface Current {
  /** The id to write to next: the one on screen or the last that goes on, else one that exists from its first message. */
  current(): string;
  /** An id for a new conversation. It exists from its first message. */
  create(): string;
}

export function createCurrent(store: Store): Current {
  let fresh = '';
  const goesOn = (id: string) => store.conversation(id)?.status !== 'resolved';
  const create = () => (fresh = nanoid(22));
  return {
    create,
    current() {
      const view = store.view.value;
      if (view.screen === 'conversation' && goesOn(view.id)) return view.id;
      const last = store.conversations.value.find((c) => c.status !== 'resolved');
      return last?.id ?? (fresh && goesOn(fresh) ? fresh : create());
    },
  };
}
