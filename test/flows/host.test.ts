/** What the bot hears of the messenger, and may do in it. */
import { describe, expect, it, vi } from 'vitest';
import { createEmitter } from '../../src/core/emitter.js';
import { parseOfficeHours } from '../../src/core/parse-office-hours.js';
import { createFlowHost, type FlowHostOptions } from '../../src/flows/host.js';
import type { Moment } from '../../src/flows/ports.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import type { Message, Part } from '../../src/types.js';
import { newStore } from '../core/world.js';

function start(more: Partial<FlowHostOptions> = {}) {
  const store = newStore();
  const { on, emit } = createEmitter(store);
  const rows = new Map<string, unknown>();
  const posted: unknown[][] = [];
  const held: unknown[][] = [];
  const watchers = new Set<() => void>();
  const page = { url: '/a' };
  const conversations = {
    current: () => 'c',
    post: async (...all: unknown[]) => void posted.push(all),
    hold(message: Message) {
      held.push([message]);
      store.apply({ type: 'message', message }, 'bot');
    },
    release: async () => void posted.push(...held.splice(0)),
  };
  const host = createFlowHost({
    store,
    conversations: conversations as never,
    disk: () => ({
      load: async (prefix) => [...rows].filter(([key]) => key.startsWith(prefix)),
      write: async (changes) => {
        for (const [key, row] of changes) rows.set(key, row);
        return true;
      },
      append: async () => true,
    }),
    help: async () => null,
    snapshot: () => ({ v: 1 }) as never,
    data: () => ({}),
    clock: fakeClock(),
    track: () => {},
    trait: async () => {},
    on,
    emit,
    pages: {
      page: () => ({ ...page }),
      watch: (listener) => {
        watchers.add(listener);
        return () => watchers.delete(listener);
      },
    },
    onError: (error) => expect.unreachable(error.message),
    ...more,
  });
  const wrote = (part: object, origin: 'visitor' | 'tab' = 'visitor') => {
    const message: Message = {
      id: `m${Math.random()}`,
      conversation: 'c',
      author: { kind: 'visitor' },
      parts: [part as Part],
      at: 1,
    };
    store.apply({ type: 'message', message }, origin);
  };
  const visit = (url: string) => {
    page.url = url;
    for (const watcher of watchers) watcher();
  };
  return { store, host, rows, posted, emit, on, wrote, visit, watchers };
}

describe('the bot', () => {
  it('hears the panel, pages that are entered, and what is tracked, until it is told to stop', async () => {
    const { store, host, emit, visit, watchers } = start();
    store.apply({ type: 'panel', isOpen: true }, 'visitor');
    const moments: Moment[] = [];
    const stop = host.onMoment((moment) => moments.push(moment));
    await vi.waitFor(() => expect(moments).toEqual([{ on: 'open' }]));
    store.apply({ type: 'panel', isOpen: false }, 'visitor');
    visit('/a');
    visit('/b');
    emit('track', { name: 'paid', data: {} });
    store.apply({ type: 'panel', isOpen: true }, 'visitor');
    expect(moments.slice(1)).toEqual([{ on: 'page' }, { on: 'event', name: 'paid' }, { on: 'open' }]);
    stop();
    visit('/c');
    emit('track', { name: 'paid', data: {} });
    expect([moments.length, watchers.size]).toEqual([4, 0]);
  });

  it('hears forms and ratings of the visitor, and nothing once a person has the conversation', () => {
    const { store, host, wrote } = start();
    const heard: unknown[] = [];
    host.onEntries((conversation, sent) => heard.push([conversation, sent]));
    host.onText((conversation, text) => heard.push([conversation, text]));
    const values = [{ name: 'x', label: 'X', value: 'tea' }];
    wrote({ type: 'answers', to: 'm', values, text: 'X: tea' });
    wrote({ type: 'rating', survey: 'csat', score: 4, max: 5, text: '4' });
    wrote({ type: 'text', text: 'hello' });
    // what another tab shows was heard there
    wrote({ type: 'text', text: 'hello' }, 'tab');
    expect(heard).toEqual([
      ['c', { values }],
      ['c', { score: 4 }],
      ['c', 'hello'],
    ]);
    expect(host.current()).toBe('c');
    const conversation = { id: 'c', status: 'waiting' as const, readTo: 0, agentReadTo: 0, at: 1 };
    store.apply({ type: 'conversation', conversation }, 'backend');
    wrote({ type: 'text', text: 'hello?' });
    expect([heard.length, host.current()]).toEqual([3, undefined]);
  });

  it('keeps over all conversations which flows were begun', async () => {
    const { host, rows } = start();
    expect(await host.loadTaken()).toBeUndefined();
    await host.saveTaken({ v: 1 });
    expect([rows.get('t'), await host.loadTaken()]).toEqual([{ v: 1 }, { v: 1 }]);
  });

  it('is seen to be typing, and not any more', () => {
    const { store, host } = start();
    host.typing('c', true);
    expect(store.typing('c').value).toEqual({ kind: 'bot' });
    host.typing('c', false);
    expect(store.typing('c').value).toBeNull();
  });

  it('holds its words until the visitor has written, and hands over with what belongs to that', async () => {
    const { host, posted, store } = start();
    await host.say('c', [{ type: 'text', text: 'hello' }]);
    expect([posted, store.messages('c').value.length]).toEqual([[], 1]);
    await host.handoff('c', { text: 'One moment.', team: 'orders', tags: ['vip'], priority: 'high', reason: 'asked' });
    expect(posted.map(([message]) => (message as Message).parts)).toEqual([
      [{ type: 'text', text: 'hello' }],
      [{ type: 'handoff', text: 'One moment.', team: 'orders', reason: 'asked' }],
    ]);
    expect(posted[1]![1]).toEqual({
      snapshot: { v: 1 },
      tags: ['vip'],
      team: 'orders',
      reason: 'asked',
      priority: 'high',
    });
  });

  it('asks the office hours, where there are any', async () => {
    const { host } = start();
    expect(await host.isOpen('orders')).toBe(true);
    // the clock stands at midnight of a Thursday
    const hours = parseOfficeHours({
      orders: { zone: 'UTC', week: { 'mon-fri': ['09:00-17:00'] } },
      nights: { zone: 'UTC', week: { 'mon-fri': ['00:00-06:00'] } },
    });
    const { host: by } = start({ hours: async () => hours });
    expect([await by.isOpen('orders'), await by.isOpen('nights'), await by.isOpen()]).toEqual([false, true, true]);
    expect(await start({ hours: async () => null }).host.isOpen('orders')).toBe(true);
  });

  it('tells what might have begun a flow, and knows no intent where nobody does', async () => {
    const { host, on } = start();
    const told: unknown[] = [];
    on('flow', (detail) => told.push(detail));
    const trace = { conversation: 'c', trigger: 'open' as const, flow: null, why: { f: 'every' as const } };
    host.trace(trace);
    expect(told).toEqual([trace]);
    expect(await host.match('x', 'balanced')).toEqual({ verdict: 'none' });
    expect(host.functions()).toEqual({});
  });
});
