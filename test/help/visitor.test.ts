import { beforeEach, describe, expect, it } from 'vitest';
import { createEmitter, type Emitter } from '../../src/core/emitter.js';
import type { HelpCentre } from '../../src/core/ports.js';
import { recentKey } from '../../src/core/rows.js';
import type { Store } from '../../src/core/store.js';
import { buildIndex } from '../../src/help/build-index.js';
import { type LoadedHelp, loadHelp } from '../../src/help/load.js';
import { attachVisitor, type VisitorsHelp } from '../../src/help/visitor.js';
import { type FakeDisk, fakeDisk, newStore } from '../core/world.js';

const TITLES = ['Return an item', 'Reset your password', 'Delivery times', 'Gift cards'];
const articles = TITLES.map((title, i) => ({
  id: `a${i}`,
  title,
  description: '',
  tags: [],
  body: [{ p: [i === 2 ? 'Parcels travel for days.' : 'Text.'] }],
  ...(i === 3 && { pages: ['/gifts/*'] }),
}));

let store: Store;
let emitter: Emitter;
let disk: FakeDisk;
let centre: LoadedHelp;
let errors: unknown[];
let said: unknown[][];
let visitor: VisitorsHelp;
let help: HelpCentre;
let path: string;

const attach = () => {
  visitor = attachVisitor({
    store,
    on: emitter.on,
    disk: () => disk,
    page: () => ({ path, title: '' }),
    known: () => ({ product: { name: 'Gift cards' } }),
    feedback: (...args) => void said.push(args),
    onError: (error) => void errors.push(error),
  });
  help = visitor.of(centre);
};
/** Another page load, of whoever was here. */
const reload = () => {
  visitor.detach();
  const { value: consent } = store.consent;
  store = newStore();
  store.apply({ type: 'consent', consent }, 'disk');
  emitter = createEmitter(store);
  attach();
  return visitor.settled();
};
const read = async (id: string) => {
  store.apply({ type: 'view', view: { screen: 'article', id } }, 'visitor');
  await visitor.settled();
};
const agree = async (analytics: boolean, off: string[] = []) => {
  store.apply({ type: 'consent', consent: { functional: true, analytics, ...(off[0] && { off }) } }, 'visitor');
  await visitor.settled();
};
const recent = () => help.recent?.().map(({ id }) => id);
const kept = () => disk.rows.get(recentKey);

beforeEach(async () => {
  const index = { v: 1, locale: 'en', articles, ...buildIndex(articles, { locale: 'en' }) };
  const files: Record<string, unknown> = { '/help.json': { v: 1, locales: { en: 'i.json' }, fallback: 'en' } };
  centre = await loadHelp('/help.json', 'en', async (url) => files[url] ?? index);
  store = newStore();
  emitter = createEmitter(store);
  disk = fakeDisk();
  errors = [];
  said = [];
  path = '/';
  attach();
});

describe('what was read last', () => {
  it('is there the newest first, each once, and only what is an article', async () => {
    for (const id of ['a0', 'a1', 'gone', 'Not an id', 'a0']) await read(id);
    expect(recent()).toEqual(['a0', 'a1']);
  });

  it('has the article that was open before this was there', async () => {
    await read('a2');
    visitor.detach();
    attach();
    expect(recent()).toEqual(['a2']);
  });

  it('is kept with consent to it, and not without', async () => {
    await read('a0');
    expect(disk.transactions).toEqual([]);
    await agree(true, ['articles']);
    expect(kept()).toBeUndefined();
    await agree(true);
    expect(kept()).toEqual({ articles: ['a0'] });
    await reload();
    await read('a1');
    expect(recent()).toEqual(['a1', 'a0']);
    expect(kept()).toEqual({ articles: ['a1', 'a0'] });
  });

  it('is at most ten', async () => {
    await agree(true);
    for (let i = 0; i < 12; i++) await read(`b${i}`);
    expect((kept() as { articles: string[] }).articles).toHaveLength(10);
  });

  it('is gone with whoever read it, and is theirs again where they are known', async () => {
    await read('a0');
    store.apply({ type: 'cleared' }, 'system');
    expect(recent()).toEqual([]);
    disk = fakeDisk(new Map([[recentKey, { articles: ['a3'] }]]));
    await agree(true);
    expect(recent()).toEqual(['a3']);
  });

  it('is not taken in where they leave while it is read', async () => {
    await agree(true);
    disk.rows.set(recentKey, { articles: ['a3'] });
    store.apply({ type: 'person', person: { id: 'p', verified: true } }, 'backend');
    store.apply({ type: 'cleared' }, 'system');
    await visitor.settled();
    expect(recent()).toEqual([]);
  });

  it.each([null, 5, { articles: 'a0' }, { articles: [{}, '../x', 'A'] }, { articles: [['a0']] }])(
    'outlives a row that is none: %j',
    async (row) => {
      disk.rows.set(recentKey, row);
      await agree(true);
      await read('a0');
      expect(recent()).toEqual(['a0']);
      expect(errors).toEqual([]);
    },
  );

  it('outlives a disk that refuses, which is told', async () => {
    disk.error = new Error('full');
    await agree(true);
    await read('a0');
    expect(recent()).toEqual(['a0']);
    expect(errors.length).toBeGreaterThan(0);
  });
});

describe('what is suggested', () => {
  const suggested = () => help.suggested?.().map(({ id }) => id);

  it('is for the page, by its path, its names, and what was searched with success', () => {
    expect(suggested()).toEqual(['a3']);
    path = '/password';
    expect(suggested()).toEqual(['a3', 'a1']);
    for (const [query, hits] of [
      ['deliveries', 1],
      ['nonsense', 0],
    ] as const) {
      emitter.emit('search', { query, hits, by: 'visitor' });
    }
    emitter.emit('search', { query: 'return', hits: 1, by: 'bot' });
    expect(suggested()).toEqual(['a2', 'a3', 'a1']);
    store.apply({ type: 'cleared' }, 'system');
    expect(suggested()).toEqual(['a3', 'a1']);
    path = '/gifts/new';
    expect(suggested()).toEqual(['a3']);
  });
});

describe('what a mistyped query meant', () => {
  it.each([
    ['pasword', 'password'],
    ['reset my Pasword please', 'reset my password please'],
    ['Pasword', 'password'],
    ['parcles', 'parcels'],
    ['delivry timse', 'delivery times'],
    ['password', undefined],
    ['passw', undefined],
    ['hovercraft', undefined],
    ['', undefined],
  ])('%s: %s', (query, meant) => {
    expect(help.meant?.(query)).toBe(meant);
  });
});

it('what a visitor says of an article is passed on, a reason without what surrounds it, and not without end', () => {
  help.feedback?.('a0', true);
  help.feedback?.('a0', false, '  No price.  ');
  help.feedback?.('a0', false, 'x'.repeat(2_000));
  expect(said.slice(0, 2)).toEqual([
    ['a0', true, undefined],
    ['a0', false, 'No price.'],
  ]);
  expect(said[2]![2]).toHaveLength(500);
});
