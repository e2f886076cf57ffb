/** The rooms over a disk of their own and a back end in memory, of which is kept what it was asked for. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createCollector } from '../../src/context/collector.js';
import { createCurrent } from '../../src/core/current.js';
import { createEmitter } from '../../src/core/emitter.js';
import { lazy } from '../../src/core/lazy.js';
import type { HandoffRequest, Session, Transport } from '../../src/core/ports.js';
import { signal } from '../../src/core/signal.js';
import { joinRooms } from '../../src/drawn-rooms.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { Options } from '../../src/types.js';
import { newStore, tokenOf, verify } from '../core/world.js';

export interface Handed extends HandoffRequest {
  /** Who is here for the back end: a user's id, or something else for a visitor. */
  by: string;
}

/** A browser of which nothing is known. */
export function newBrowser(): void {
  globalThis.indexedDB = new IDBFactory();
  localStorage.clear();
}

/** A page; `transport` is the back end, a new one each time unless it is given. */
export function openRooms(
  transport: Transport = memoryTransport({ verify }),
  more: Partial<Session> = {},
  options: Partial<Options> = {},
) {
  const handed: Handed[] = [];
  const store = newStore();
  store.apply({ type: 'options', options: { ...store.options.value, ...options }, locale: 'en' }, 'host');
  const emitter = createEmitter(store);
  const collector = createCollector(store.options.value, Date.now);
  const spying: Transport = {
    ...transport,
    async connect(options) {
      const session = await transport.connect(options);
      return {
        ...session,
        async handoff(request) {
          handed.push({ ...request, by: session.person.id });
          return session.handoff!(request);
        },
        ...more,
      };
    },
  };
  const rooms = joinRooms(
    {
      ...{ options: { ...store.options.value, context: 'device' }, store, ...emitter, onError() {} },
      ...{ transport: lazy(async () => spying), current: createCurrent(store) },
      drafts: signal(new Map<string, string>()),
      availability: signal(''),
      canAttach: signal(false),
      news: signal(null),
      collector: lazy(async () => collector),
    },
    null as never,
    () => ({ root: {} }) as never,
  );
  const isOnline = () =>
    new Promise<void>((resolve) => {
      const undo = store.status.subscribe((status) => {
        if (status !== 'online') return;
        resolve();
        queueMicrotask(() => undo());
      });
    });
  return {
    ...{ rooms, store, emitter, collector, handed, isOnline },
    identify: (who: string) => rooms.identify({ getToken: async () => tokenOf(who) }),
    /** Words, and what went along with them. */
    async say(text: string, conversation?: string) {
      const before = handed.length;
      await rooms.write(text, conversation, true);
      await isOnline();
      while (handed.length === before) await new Promise((resolve) => setImmediate(resolve));
      return handed.at(-1)!;
    },
  };
}
