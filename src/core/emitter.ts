/** What the host can listen to, told from what happened in the store. */
import type { EventMap, EventName, Target } from '../types.js';
import type { View } from './state.js';
import type { Store } from './store.js';

export interface Emitter {
  on<E extends EventName>(event: E, listener: (detail: EventMap[E]) => unknown): () => void;
  /** Whether no listener returned `false`. */
  emit<E extends EventName>(event: E, detail: EventMap[E]): boolean;
}

const target = (view: View): Target => {
  if (view.screen === 'conversation') return { conversation: view.id };
  if (view.screen === 'article') return { article: view.id };
  if (view.screen === 'collection') return { collection: view.id };
  return view.screen;
};

export function createEmitter(store: Store): Emitter {
  const listeners = new Map<EventName, Set<(detail: never) => void>>();
  const emitter: Emitter = {
    on(event, listener) {
      const own = listeners.get(event) ?? new Set();
      listeners.set(event, own.add(listener));
      return () => own.delete(listener);
    },
    emit(event, detail) {
      let goesOn = true;
      for (const listener of listeners.get(event) ?? []) {
        try {
          if ((listener as (detail: EventMap[typeof event]) => unknown)(detail) === false) goesOn = false;
        } catch (error) {
          // the host's own mistake: it must be seen, and must not stop us
          console.error('sobani: a listener threw', error);
        }
      }
      return goesOn;
    },
  };
  const { emit } = emitter;
  store.unread.subscribe((count) => emit('unread', { count }));
  store.listen((event, origin) => {
    // what is read back from an earlier visit has happened then
    if (origin === 'disk') return;
    // what is still being said is a message once it is said
    if (event.type === 'message' && event.message.partial) return;
    const { type, ...detail } = event;
    if (event.type === 'panel') {
      if (event.isOpen) emit('open', { target: target(store.view.value) });
      else emit('close', {});
    } else if (event.type === 'view') {
      if (event.view.screen === 'article') emit('article', { id: event.view.id });
    } else if (event.type === 'person') {
      if (event.person?.verified) emit('identify', { person: event.person });
    } else if (/^(status|consent|conversation|message|delivery)$/.test(type)) {
      emit(type as EventName, detail as never);
    }
  });
  return emitter;
}
