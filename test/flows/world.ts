import { expect } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import type { HelpCentre } from '../../src/core/ports.js';
import { attachFlows, type FlowHost } from '../../src/flows/attach.js';
import type { Json } from '../../src/types.js';
import { file } from './shop.js';
import { shown } from './talk.js';

const URL = '/flows.json?v=1';
const help: HelpCentre = {
  locale: 'en',
  list: () => [],
  search: (query) =>
    query.includes('return') ? [{ id: 'returns', title: 'Returns', description: '', locale: 'en', score: 1 }] : [],
  article: () => undefined,
};

/** A host with a disk that outlives it. `breaks` counts down to an act that fails, as when the page goes away. */
export function createWorld(given: unknown = file) {
  const disk = new Map<string, string>();
  const log: string[] = [];
  const errors: SobaniError[] = [];
  let fetched = 0;
  let breaks = Number.POSITIVE_INFINITY;
  const act = () => {
    if (--breaks < 0) throw new Error('the page went away');
  };
  function open(overrides: Partial<FlowHost> = {}) {
    const on = { text: (_: string, __: string) => {}, conversation: (_: string) => {}, person: (_: string) => {} };
    let busy = 0;
    const track = async <T>(work: () => T | Promise<T>): Promise<T> => {
      busy++;
      try {
        await Promise.resolve();
        return await work();
      } finally {
        busy--;
      }
    };
    const host: FlowHost = {
      locale: () => 'en',
      data: () => ({}),
      say: (conversation, parts) =>
        track(() => {
          act();
          log.push(`${conversation}: ${parts.map(shown).join(' ')}`);
        }),
      handoff: (conversation, { text, reason, tags }) =>
        track(() => {
          act();
          log.push(`${conversation}> ${text} ${[reason ?? '-', ...tags].join(' ')}`);
        }),
      help: async () => help,
      load: (conversation) =>
        track(() => {
          const text = disk.get(conversation);
          return text === undefined ? undefined : (JSON.parse(text) as unknown);
        }),
      save: (conversation, state: Json) =>
        track(() => {
          act();
          disk.set(conversation, JSON.stringify(state));
        }),
      onText: (listener) => {
        on.text = listener;
        return () => {
          on.text = () => {};
        };
      },
      onConversation: (listener) => {
        on.conversation = listener;
        return () => {
          on.conversation = () => {};
        };
      },
      onPerson: (listener) => {
        on.person = listener;
        return () => {
          on.person = () => {};
        };
      },
      error: (error) => void errors.push(error),
      ...overrides,
    };
    const flows = attachFlows(host, URL, async (url) => {
      expect(url).toBe(URL);
      fetched++;
      if (given instanceof Error) throw given;
      return given;
    });
    const quiet = async () => {
      for (let calm = 0; calm < 20; calm++) {
        if (busy) calm = 0;
        await Promise.resolve();
      }
    };
    return {
      flows,
      on,
      quiet,
      write: async (text: string, conversation = 'c') => {
        on.text(conversation, text);
        await quiet();
      },
    };
  }
  const breakAfter = (acts: number) => {
    breaks = acts;
  };
  return { disk, log, errors, open, fetches: () => fetched, breakAfter };
}
