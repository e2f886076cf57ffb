/** A messenger that is real, with a rules file that a test writes, in a page that a test makes. */
import { expect, vi } from 'vitest';
import { faceOf } from '../../src/face.js';
import { createMessenger } from '../../src/messenger.js';
import type { Rule, RulesFile } from '../../src/proactive/format.js';
import type { EventMap, Messenger, Options } from '../../src/types.js';
import { createLauncher } from '../../src/ui/launcher/launcher.js';

export interface World {
  messenger: Messenger;
  /** What `on('proactive')` was told, as `rule state way`. */
  told: string[];
  errors: string[];
  /** URLs that were asked for. */
  fetched: string[];
  root(): ShadowRoot;
  /** Of what is shown, or of what will be. */
  find<E extends HTMLElement = HTMLElement>(selector: string): E | null;
  /** Waits until the rules are in force. */
  ready(): Promise<unknown>;
  /** Waits until it is there, and not out of sight. */
  shown(selector: string): Promise<HTMLElement>;
  destroy(): Promise<void>;
}

let count = 0;

/** Shows nothing, and tells by that that the rules are in force. */
const READY: Rule = {
  id: 'ready',
  when: { on: 'page' },
  split: {
    ways: [
      { weight: 1, show: null },
      { weight: 1, show: null },
    ],
  },
  until: 'seen',
  ignoreLimits: true,
};

/** A wait ends with what it waits for; the limit is for what never comes. */
export const wait = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 20_000, interval: 50 });

/** Starts with these files by their URL. */
export function startWith(
  rules: RulesFile,
  options: Partial<Options> = {},
  files: Record<string, unknown> = {},
): World {
  const fetched: string[] = [];
  const all: Record<string, unknown> = { '/rules.json': { ...rules, rules: [...rules.rules, READY] }, ...files };
  vi.stubGlobal('fetch', async (url: string) => {
    const { pathname } = new URL(url, location.href);
    fetched.push(pathname);
    const body = all[pathname];
    return { ok: body !== undefined, status: body === undefined ? 404 : 200, json: async () => structuredClone(body) };
  });
  const given = { app: `proactive${count++}`, storage: 'none' as const, rules: '/rules.json', ...options };
  const { messenger } = createMessenger(given, faceOf(createLauncher));
  const told: string[] = [];
  const errors: string[] = [];
  let isReady = false;
  messenger.on('proactive', ({ rule, state, way }: EventMap['proactive']) => {
    if (rule === READY.id) isReady = true;
    else told.push([rule, state, way].filter(Boolean).join(' '));
  });
  messenger.on('error', ({ error }) => errors.push(error.message));
  const root = () => document.querySelector('sobani-messenger')!.shadowRoot!;
  const world: World = {
    messenger,
    told,
    errors,
    fetched,
    root,
    find: (selector) => root().querySelector(selector),
    ready: () => wait(() => expect(isReady).toBe(true)),
    shown: (selector) =>
      wait(() => {
        const found = world.find(selector)!;
        expect(found && getComputedStyle(found).visibility).toBe('visible');
        return found;
      }),
    async destroy() {
      await messenger.destroy();
      vi.unstubAllGlobals();
    },
  };
  return world;
}
