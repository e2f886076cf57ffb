import { expect } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import type { HelpCentre } from '../../src/core/ports.js';
import { attachFlows } from '../../src/flows/attach.js';
import { loadFlows } from '../../src/flows/flow-file.js';
import type { FlowHost, Moment, Trace } from '../../src/flows/ports.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
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
  const clock = fakeClock();
  const traces: Trace[] = [];
  const log: string[] = [];
  const errors: SobaniError[] = [];
  let fetched = 0;
  let breaks = Number.POSITIVE_INFINITY;
  const act = () => {
    if (--breaks < 0) throw new Error('the page went away');
  };
  function open(overrides: Partial<FlowHost> = {}) {
    const on = {
      text: (_: string, __: string) => {},
      entries: (_: string, __: Parameters<Parameters<FlowHost['onEntries']>[0]>[1]) => {},
      conversation: (_: string) => {},
      person: (_: string) => {},
      moment: (_: Moment) => {},
      panel: (_: boolean) => {},
    };
    const hear =
      <K extends keyof typeof on>(name: K) =>
      (listener: (typeof on)[K]) => {
        on[name] = listener;
        return () => {
          on[name] = (() => {}) as (typeof on)[K];
        };
      };
    const read = (key: string) =>
      track(() => {
        const text = disk.get(key);
        return text === undefined ? undefined : (JSON.parse(text) as unknown);
      });
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
      speak: async () => {},
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
      now: clock.date,
      timer: clock.setTimeout,
      typing: (conversation, isOn) => void log.push(`${conversation} ${isOn ? '…' : '.'}`),
      match: async () => ({ verdict: 'none' }),
      tone: async (text) => (text.includes('!!') ? 'angry' : 'plain'),
      functions: () => ({}),
      isOpen: async () => true,
      track: (name, data) => void log.push(`# ${name} ${JSON.stringify(data)}`),
      trait: async (traits) => void log.push(`+ ${JSON.stringify(traits)}`),
      visitor: () => 'somebody',
      current: () => 'c',
      load: read,
      save: (conversation, state: Json) =>
        track(() => {
          act();
          disk.set(conversation, JSON.stringify(state));
        }),
      loadTaken: () => read('taken'),
      saveTaken: (taken: Json) =>
        track(() => {
          act();
          disk.set('taken', JSON.stringify(taken));
        }),
      onText: hear('text'),
      onEntries: hear('entries'),
      onConversation: hear('conversation'),
      onPerson: hear('person'),
      onMoment: hear('moment'),
      onPanel: hear('panel'),
      trace: (trace) => void traces.push(trace),
      error: (error) => void errors.push(error),
      ...overrides,
    };
    const fetchJson = async (url: string) => {
      expect(url).toBe(URL);
      fetched++;
      if (given instanceof Error) throw given;
      return given;
    };
    const flows = attachFlows(host, loadFlows(URL, fetchJson, host.error));
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
  return { disk, log, errors, traces, clock, open, fetches: () => fetched, breakAfter };
}
