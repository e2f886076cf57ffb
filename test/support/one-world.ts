/** Set-up of files that share the world of their process: each leaves as it was what others count on. */
import { afterAll, expect, vi } from 'vitest';

const NAMES = [
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'queueMicrotask', 'Date', 'performance'],
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'BroadcastChannel', 'Intl', 'crypto', 'navigator'],
];
const look = () => NAMES.map((name) => (globalThis as Record<string, unknown>)[name]);
const found = look();

afterAll(() => {
  vi.unstubAllGlobals();
  const left = look();
  expect(NAMES.filter((_, i) => left[i] !== found[i])).toEqual([]);
});
