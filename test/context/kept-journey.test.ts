// @vitest-environment happy-dom
/** The journey of a visit over page loads and tabs, and what of it is kept. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Activity, attachActivity } from '../../src/context/activity.js';
import { type Collector, createCollector } from '../../src/context/collector.js';
import { attachContext, type Context } from '../../src/context/context.js';
import { landingSource } from '../../src/context/sources/landing.js';
import type { Change, Disk } from '../../src/core/ports.js';
import type { JourneyRow } from '../../src/core/rows.js';
import type { Store } from '../../src/core/store.js';
import { createVault } from '../../src/storage/vault.js';
import type { Consent, Visit } from '../../src/types.js';
import { newStore } from '../core/world.js';
import { at } from './at.js';

const MINUTE = 60_000;
const NOON = new Date(2026, 10, 29, 12).getTime();

/** Rows that outlive pages, of whoever is here. */
let rows: Map<string, unknown>;
let writes: Change[][];
let now: number;
/** Pages that are open. */
let pages: Page[];

const diskOf = (): Disk => ({
  load: async (prefix) => [...rows].filter(([key]) => key.startsWith(prefix)),
  async write(changes) {
    writes.push([...changes]);
    for (const [key, row] of changes) {
      if (row === undefined) rows.delete(key);
      else rows.set(key, structuredClone(row));
    }
    return true;
  },
  append: async () => true,
});
interface Page {
  store: Store;
  collector: Collector;
  context: Context;
  activity: Activity;
  agree(analytics: boolean, off?: string[]): void;
  /** Paths of the journey that is told. */
  paths(): string[];
  close(): void;
}
async function open(url: string, analytics = true, given?: () => Disk): Promise<Page> {
  const own = diskOf();
  const disk = given ?? (() => own);
  at(url);
  const store = newStore();
  const agree = (may: boolean, off: string[] = []) => {
    const consent: Consent = { functional: true, analytics: may, ...(off.length && { off }) };
    store.apply({ type: 'consent', consent }, 'visitor');
  };
  agree(analytics);
  const collector = createCollector(store.options.value, () => now);
  collector.follow(landingSource());
  const onError = (error: Error) => expect.fail(error.message);
  const ports = { store, collector, now: () => now, onError };
  const context = attachContext(ports);
  const activity = await attachActivity({ ...ports, disk, title: async () => undefined, ...context });
  const page: Page = {
    ...{ store, collector, context, activity, agree },
    paths: () => told(page).map(({ url: place }) => new URL(place).pathname),
    close() {
      activity.detach();
      collector.detach();
      pages = pages.filter((it) => it !== page);
    },
  };
  pages.push(page);
  return page;
}
const told = ({ context }: Page) => (context.snapshot().journey ?? []) as Visit[];
const settled = () => vi.waitFor(() => new Promise((resolve) => setTimeout(resolve)));
const stored = () => rows.get('j') as JourneyRow | undefined;
const leave = () => dispatchEvent(new Event('pagehide'));
const look = async () => {
  dispatchEvent(new Event('focus'));
  await settled();
};
/** Leaves that page, and loads another. */
const load = async (page: Page, url: string, after = MINUTE) => {
  await settled();
  now += after;
  leave();
  page.close();
  await settled();
  return open(url);
};
const goTo = async (url: string) => {
  at(url);
  dispatchEvent(new Event('popstate'));
  await settled();
};

beforeEach(() => {
  now = NOON;
  rows = new Map();
  writes = [];
  pages = [];
  document.title = 'Shop';
});
afterEach(() => {
  for (const page of pages) page.close();
});

describe('the journey of a visit', () => {
  it('goes on over page loads, with how long each page was seen', async () => {
    let page = await open('https://shop.example/');
    page = await load(page, 'https://shop.example/mug');
    page = await load(page, 'https://shop.example/cart', 2 * MINUTE);
    expect(told(page)).toMatchObject([
      { url: 'https://shop.example/', at: NOON, ms: MINUTE },
      { url: 'https://shop.example/mug', at: NOON + MINUTE, ms: 2 * MINUTE },
      { url: 'https://shop.example/cart', at: NOON + 3 * MINUTE },
    ]);
    const { parts } = page.context.shared();
    expect(parts.find(({ key }) => key === 'journey')!.value).toHaveLength(3);
  });

  it('has a page that is loaded again once, seen for longer', async () => {
    let page = await open('https://shop.example/mug');
    page = await load(page, 'https://shop.example/mug');
    page = await load(page, 'https://shop.example/mug');
    now += MINUTE;
    expect(told(page)).toMatchObject([{ at: NOON, ms: 3 * MINUTE }]);
    expect(told(page)).toHaveLength(1);
  });

  it('ends after half an hour without a page', async () => {
    let page = await open('https://shop.example/');
    page = await load(page, 'https://shop.example/mug', 1);
    leave();
    page.close();
    now += 31 * MINUTE;
    page = await open('https://shop.example/cart');
    expect(page.paths()).toEqual(['/cart']);
    await settled();
    expect(stored()!.places).toHaveLength(1);
  });

  it('has at most 30 places: where they came in, and the newest', async () => {
    let page = await open('https://shop.example/');
    for (let i = 0; i < 20; i++) {
      page = await load(page, `https://shop.example/a${i}`, 1_000);
      now += 1_000;
      await goTo(`https://shop.example/b${i}`);
    }
    const paths = page.paths();
    expect(paths).toHaveLength(30);
    expect([paths[0], paths[1], paths.at(-1)]).toEqual(['/', '/b5', '/b19']);
    expect(stored()!.places).toHaveLength(30);
  });

  it('is that of all tabs, each place once', async () => {
    const one = await open('https://shop.example/');
    await settled();
    now += MINUTE;
    const other = await open('https://shop.example/mug');
    await settled();
    now += MINUTE;
    await look();
    expect(one.paths()).toEqual(['/', '/mug']);
    // both pages of this test see the same address
    await goTo('https://shop.example/cart');
    for (const page of [one, other]) expect(page.paths()).toEqual(['/', '/mug', '/cart']);
    expect(stored()!.places).toHaveLength(3);
  });

  it('that an idle tab still has of an earlier visit is not put before the one of now', async () => {
    const first = await open('https://shop.example/');
    const idle = await load(first, 'https://shop.example/mug');
    await settled();
    now += 60 * MINUTE;
    const other = await open('https://shop.example/cart');
    await settled();
    await look();
    expect(idle.paths()).toEqual(['/mug', '/cart']);
    other.close();
  });

  it('keeps how they came to it', async () => {
    let page = await open('https://shop.example/?utm_source=letter');
    page = await load(page, 'https://shop.example/mug');
    page = await load(page, 'https://shop.example/cart');
    expect(page.context.snapshot().landing).toEqual({ url: 'https://shop.example/', source: 'letter' });
    page.agree(true, ['landing']);
    await settled();
    expect(stored()).not.toHaveProperty('landing');
    expect(stored()!.places).toHaveLength(3);
  });
});

describe('what is kept of it', () => {
  it('is redacted', async () => {
    const page = await open('https://shop.example/reset/ann@example.com?utm_source=ann@example.com');
    document.title = 'Hello ann@example.com';
    await settled();
    leave();
    await settled();
    expect(JSON.stringify(stored())).toContain('/reset/[email]');
    expect(JSON.stringify([...rows])).not.toContain('ann@');
    const next = await load(page, 'https://shop.example/');
    expect(next.paths()[0]).toBe('/reset/[email]');
  });

  it('is nothing without consent to analytics, nor where the journey is kept back', async () => {
    const page = await open('https://shop.example/', false);
    leave();
    await goTo('https://shop.example/mug');
    expect(stored()).toBeUndefined();
    page.agree(true, ['journey']);
    await settled();
    leave();
    await settled();
    expect(stored()).toBeUndefined();
  });

  it.each([
    ['analytics', false, []],
    ['the journey', true, ['journey']],
  ])(
    'is deleted where %s is taken back, also in another tab, and what came before is known no more',
    async (_, analytics, off) => {
      const first = await open('https://shop.example/');
      const page = await load(first, 'https://shop.example/mug');
      await settled();
      expect(stored()!.places).toHaveLength(2);
      page.agree(analytics, off);
      await settled();
      expect(stored()).toBeUndefined();
      leave();
      await settled();
      expect(stored()).toBeUndefined();
      page.agree(true);
      await settled();
      expect(page.paths()).toEqual(['/mug']);
    },
  );

  it('is written at each new place and on leaving, and not while they look around', async () => {
    await open('https://shop.example/');
    await settled();
    const count = () => writes.flat().filter(([key]) => key === 'j').length;
    expect(count()).toBe(1);
    for (let i = 0; i < 50; i++) {
      now += 1_000;
      document.dispatchEvent(new Event('scroll'));
      pages[0]!.collector.changed();
    }
    await look();
    expect(count()).toBe(1);
    at('https://shop.example/a');
    dispatchEvent(new Event('popstate'));
    at('https://shop.example/b');
    dispatchEvent(new Event('popstate'));
    await settled();
    expect(count()).toBe(2);
    leave();
    await settled();
    expect(count()).toBe(2);
    now += 1_000;
    leave();
    await settled();
    expect(count()).toBe(3);
  });

  it('is not stored before the visitor acts', async () => {
    const vault = createVault(
      async () => diskOf(),
      () => {},
    );
    const own = vault.of('a');
    await open('https://shop.example/', true, () => own);
    await settled();
    expect(rows.size).toBe(0);
    await vault.open();
    expect([...rows.keys()].sort()).toEqual(['a/j', 'a/v']);
  });

  it('is not taken for one where it is none', async () => {
    rows.set('j', { last: now, places: 'x' });
    const page = await open('https://shop.example/');
    expect(page.paths()).toEqual(['/']);
    await settled();
    expect(stored()!.places).toHaveLength(1);
  });
});

describe('the journey of somebody', () => {
  it('goes along with them when they become known, and joins what they did before', async () => {
    const anonymous = diskOf();
    const known = { ...diskOf(), load: async () => [['j', theirs]] as [string, unknown][] };
    const theirs = {
      last: NOON - MINUTE,
      places: [{ url: 'https://shop.example/account', title: 'Account', at: NOON - 2 * MINUTE }],
    };
    let disk: Disk = anonymous;
    const page = await open('https://shop.example/', true, () => disk);
    await settled();
    const deleted = vi.spyOn(anonymous, 'write');
    const written = vi.spyOn(known, 'write');
    disk = known;
    page.store.apply({ type: 'person', person: { id: 'u1', verified: true } }, 'backend');
    await settled();
    expect(page.paths()).toEqual(['/account', '/']);
    expect(deleted).toHaveBeenCalledWith([['j', undefined]]);
    expect(written).toHaveBeenCalledWith([['j', expect.objectContaining({ places: expect.any(Array) })]]);
  });

  it('who has left is nobody else’s, from that moment on', async () => {
    const first = await open('https://shop.example/');
    const page = await load(first, 'https://shop.example/mug');
    await settled();
    rows.clear();
    page.store.apply({ type: 'cleared' }, 'system');
    page.agree(true);
    leave();
    await settled();
    expect(stored()).toBeUndefined();
    page.collector.renew();
    page.agree(true);
    await settled();
    expect(page.paths()).toEqual(['/mug']);
    expect(stored()!.places).toHaveLength(1);
  });
});
