/** Makes `globalThis` that of the process whose turn it is, for as long as a simulation runs. */
import nodeCrypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Scheduler } from './scheduler.js';

/** The wall clock at the beginning of every run. */
export const START = Date.UTC(2026, 0, 1);

const NAMES = [
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'],
  ...['performance', 'document', 'window', 'location'],
  ...[
    'localStorage',
    'navigator',
    'BroadcastChannel',
    'ResizeObserver',
    'indexedDB',
    'IDBKeyRange',
    'WebSocket',
    'fetch',
    'addEventListener',
    'removeEventListener',
  ],
];

/** Returns its undo. */
export function takeGlobals(scheduler: Scheduler): () => void {
  const undo: (() => void)[] = [];
  const replace = (target: object, name: string, descriptor: PropertyDescriptor) => {
    const before = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { ...descriptor, configurable: true });
    undo.push(() => {
      if (before) Object.defineProperty(target, name, before);
      else delete (target as Record<string, unknown>)[name];
    });
  };
  for (const name of NAMES) {
    const real = (globalThis as Record<string, unknown>)[name];
    const get = () => {
      const { current } = scheduler;
      return current ? current.globals[name] : real;
    };
    replace(globalThis, name, { get, set: () => {} });
  }
  const realNow = Date.now;
  const now = () => (scheduler.current ? START + Math.floor(scheduler.now) + scheduler.current.skew : realNow());
  replace(Date, 'now', { value: now, writable: true });
  replace(Math, 'random', { value: scheduler.random, writable: true });
  const fill = <T extends Uint8Array>(bytes: T): T => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(scheduler.random() * 256);
    return bytes;
  };
  replace(globalThis.crypto, 'getRandomValues', { value: fill, writable: true });
  replace(nodeCrypto, 'randomBytes', { value: (size: number) => fill(Buffer.alloc(size)), writable: true });
  syncBuiltinESMExports();
  return () => {
    for (const one of undo.reverse()) one();
    syncBuiltinESMExports();
  };
}
