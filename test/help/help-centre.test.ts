// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmitter } from '../../src/core/emitter.js';
import type { Store } from '../../src/core/store.js';
import { buildIndex } from '../../src/help/build-index.js';
import { joinHelp } from '../../src/help-centre.js';
import { fakeDisk, newStore } from '../core/world.js';

const articles = ['Return an item', 'Gift cards'].map((title, i) => ({
  id: `a${i}`,
  title,
  description: '',
  tags: [],
  body: [{ p: ['Text.'] }],
  ...(i === 0 && { pages: { 'cart.total': { $gt: 5 } } }),
}));
const index = { v: 1, locale: 'en', articles, ...buildIndex(articles, { locale: 'en' }) };
const manifest = { v: 1, locales: { en: 'i.json' }, fallback: 'en' };

let store: Store;
let events: [string, unknown][];
let told: unknown[][];
let cart: number;
let help: ReturnType<typeof joinHelp>;

beforeEach(() => {
  vi.stubGlobal('fetch', async (url: string) => Response.json(url.endsWith('/help.json') ? manifest : index));
  store = newStore();
  events = [];
  told = [];
  cart = 0;
  const { on, emit } = createEmitter(store);
  for (const name of ['search', 'article-feedback'] as const) on(name, (detail) => void events.push([name, detail]));
  const session = { event: (...args: unknown[]) => void told.push(args) };
  help = joinHelp(
    { store, on, emit, onError: (error: unknown) => void events.push(['error', error]) } as never,
    { accounts: { scope: { disk: fakeDisk(), connection: { session } } } } as never,
    async () => ({ data: () => ({ cart: { total: cart }, product: { name: 'Gift cards' } }) }),
  );
});
const withHelp = (more = {}) => {
  const options = { ...store.options.value, help: '/help/help.json', ...more };
  store.apply({ type: 'options', options, locale: 'en' }, 'host');
};
const agree = (analytics: boolean) =>
  store.apply({ type: 'consent', consent: { functional: true, analytics } }, 'visitor');

describe('the help centre of a page', () => {
  it('is none where the host has none, and nothing is fetched', async () => {
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    expect(await help.forVisitor()).toBeNull();
    expect(await help.forBot()).toBeNull();
    expect(fetched).not.toHaveBeenCalled();
  });

  it('tells whose each search was', async () => {
    withHelp();
    (await help.forVisitor())!.search('return');
    (await help.forBot())!.search('hovercraft');
    expect(events).toEqual([
      ['search', { query: 'return', hits: 1, by: 'visitor' }],
      ['search', { query: 'hovercraft', hits: 0, by: 'bot' }],
    ]);
  });

  it('tells whether an article helped, and the back end only with consent to analytics', async () => {
    withHelp();
    const centre = await help.forVisitor();
    centre!.feedback?.('a0', true);
    expect(told).toEqual([]);
    agree(true);
    centre!.feedback?.('a0', false, 'No price.');
    const said = { id: 'a0', helpful: false, reason: 'No price.' };
    expect(events).toEqual([
      ['article-feedback', { id: 'a0', helpful: true }],
      ['article-feedback', said],
    ]);
    expect(told).toEqual([['article-feedback', said]]);
  });

  it('suggests by what sources told only where the host has named any', async () => {
    const suggested = async () => (await help.forVisitor())!.suggested?.().map(({ id }) => id);
    withHelp();
    expect(await suggested()).toEqual([]);
    withHelp({ context: 'schemaOrg' });
    await help.forVisitor();
    expect(await suggested()).toEqual(['a1']);
    cart = 6;
    expect(await suggested()).toEqual(['a0', 'a1']);
  });

  it('reads the title of a page without the name of the site', async () => {
    withHelp({ name: 'Return' });
    document.title = 'Gift cards | Return';
    expect((await help.forVisitor())!.suggested?.().map(({ id }) => id)).toEqual(['a1']);
  });

  it('remembers nothing any more once it is left', async () => {
    withHelp();
    const centre = (await help.forVisitor())!;
    await help.leave();
    store.apply({ type: 'view', view: { screen: 'article', id: 'a0' } }, 'visitor');
    expect(centre.recent?.()).toEqual([]);
  });
});
