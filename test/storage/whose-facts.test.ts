// @vitest-environment happy-dom
/** What the host has set, and the journey, go along with nobody else's words, however the calls follow each other. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JourneyRow } from '../../src/core/rows.js';
import { openStorage } from '../../src/storage/open-storage.js';
import type { Options, Visit } from '../../src/types.js';
import { newBrowser, openRooms } from './rooms-world.js';

let page: ReturnType<typeof openRooms>;
const open = () => {
  newBrowser();
  page = openRooms();
};
const traits = (mark: string) => page.rooms.set({ traits: { [mark]: true } });

beforeEach(open);
afterEach(() => page.rooms.leave());

describe('what the host has set', () => {
  it('of somebody who signs out does not go along with what is said after them', async () => {
    await page.identify('aiko');
    await traits('aiko');
    await page.rooms.set({ cart: { items: [], total: { amount: 1, currency: 'EUR' } } });
    expect((await page.say('hello')).snapshot).toMatchObject({ traits: { aiko: true }, cart: {} });
    await page.rooms.logout();
    const { snapshot } = await page.say('me too');
    expect(Object.keys(snapshot).sort()).toEqual(['locale', 'page', 'v']);
  });

  it('of the next one, while the one before still leaves and before they are known, is not lost', async () => {
    await page.identify('aiko');
    await traits('aiko');
    const calls = [page.rooms.logout(), traits('ben'), page.identify('ben')];
    await Promise.all(calls);
    expect(await page.say('hello')).toMatchObject({ by: 'ben', snapshot: { traits: { ben: true } } });
    expect(page.handed.at(-1)!.snapshot.traits).toEqual({ ben: true });
  });

  it('goes where another user replaces the one who is here', async () => {
    await page.identify('aiko');
    await page.rooms.set({ company: { id: 'acme' } });
    const coming = page.identify('ben');
    await traits('ben');
    await coming;
    const { by, snapshot } = await page.say('hello');
    expect([by, snapshot.traits, snapshot.company]).toEqual(['ben', { ben: true }, undefined]);
  });

  it('may be set where the page is told that somebody has left', async () => {
    page.emitter.on('logout', () => void traits('guest'));
    await page.identify('aiko');
    await traits('aiko');
    await page.rooms.logout();
    expect((await page.say('hello')).snapshot.traits).toEqual({ guest: true });
  });
});

it('the journey of somebody who has left does not go along with what is said after them', async () => {
  const { collector } = page;
  await page.identify('aiko');
  history.pushState(null, '', '/private-of-aiko');
  dispatchEvent(new Event('popstate'));
  expect(collector.journey()).toHaveLength(2);
  await page.rooms.logout();
  history.pushState(null, '', '/');
  dispatchEvent(new Event('popstate'));
  await page.rooms.consent({ analytics: true });
  expect((await page.say('hello')).snapshot.journey).toHaveLength(2);
  expect(collector.journey()).toHaveLength(2);
});

describe('the journey that goes on over page loads', () => {
  const visit = async (path: string) => {
    history.pushState(null, '', path);
    dispatchEvent(new Event('popstate'));
    await settled();
  };
  /** What is written takes some turns to be on disk. */
  const settled = async () => {
    for (let i = 0; i < 40; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  /** Principals whose journey is on disk, and the paths in it. */
  const stored = async () => {
    const { disk } = openStorage({ app: 'shop' } as Options);
    const rows = (await disk!.load('')) as [string, JourneyRow][];
    disk!.close!();
    const journeys = rows.filter(([key]) => key.endsWith('/j'));
    return Object.fromEntries(
      journeys.map(([key, row]) => [key.slice(0, -2), row.places.map(({ url }) => new URL(url).pathname)]),
    );
  };
  /** The page is left, and another loaded. */
  const load = async (path: string) => {
    dispatchEvent(new Event('pagehide'));
    await settled();
    await page.rooms.leave();
    page.collector.detach();
    history.pushState(null, '', path);
    page = openRooms();
    await page.rooms.ready;
    await settled();
  };
  const paths = async () => {
    const { parts } = await page.rooms.shared();
    const journey = parts.find(({ key }) => key === 'journey')!.value as unknown as Visit[];
    return journey.map(({ url }) => new URL(url).pathname);
  };
  beforeEach(async () => {
    await page.rooms.leave();
    page.collector.detach();
    history.pushState(null, '', '/');
    open();
  });

  it('is that of whoever is here, who may become known meanwhile', async () => {
    await page.rooms.consent({ analytics: true });
    await settled();
    await load('/mug');
    expect(await paths()).toEqual(['/', '/mug']);
    await page.say('hello');
    await page.identify('aiko');
    await settled();
    await visit('/cart');
    expect(await stored()).toEqual({ 'u:aiko': ['/', '/mug', '/cart'] });
    await load('/account');
    await page.identify('aiko');
    await settled();
    expect(await paths()).toEqual(['/', '/mug', '/cart', '/account']);
    expect(await stored()).toEqual({ 'u:aiko': ['/', '/mug', '/cart', '/account'] });
  });

  it.each([
    ['signs out', () => page.rooms.logout(), false],
    ['wants to be forgotten', () => page.rooms.forget(), false],
    ['is followed by another user', () => page.identify('ben'), true],
  ])('of somebody who %s is nobody else’s, here and on the pages that follow', async (_, leave, isBen) => {
    await page.identify('aiko');
    await page.rooms.consent({ analytics: true });
    await visit('/private-of-aiko');
    await visit('/bye');
    expect(await stored()).toEqual({ 'u:aiko': ['/', '/private-of-aiko', '/bye'] });
    const gone = leave();
    // whatever is noticed while they leave
    dispatchEvent(new Event('pagehide'));
    dispatchEvent(new Event('focus'));
    await gone;
    await page.rooms.consent({ analytics: true });
    await visit('/next');
    // they begin where they are
    const [[who, journey]] = Object.entries(await stored()) as [[string, string[]]];
    expect([who, journey]).toEqual([isBen ? 'u:ben' : 'a', ['/bye', '/next']]);
    await load('/mug');
    if (isBen) await page.identify('ben');
    await settled();
    expect(await paths()).toEqual(['/bye', '/next', '/mug']);
  });

  it('of somebody who has signed out in another tab is not written by one that slept', async () => {
    await page.identify('aiko');
    await page.rooms.consent({ analytics: true });
    await visit('/private-of-aiko');
    await visit('/bye');
    const { disk } = openStorage({ app: 'shop' } as Options);
    const rows = await disk!.load('');
    await disk!.write(rows.map(([key]) => [key, undefined]));
    disk!.close!();
    localStorage.setItem('sobani:shop', 'another');
    dispatchEvent(new Event('pagehide'));
    await settled();
    expect(await stored()).toEqual({});
    // before it is seen again
    document.dispatchEvent(new Event('visibilitychange'));
    await settled();
    expect(await paths()).toEqual(['/bye']);
  });
});

it('the last call counts, also where none is waited for', async () => {
  const refused = { code: 'auth' };
  const calls = [page.rooms.logout(), page.identify('aiko'), page.rooms.logout()];
  await expect(calls[1]).rejects.toMatchObject(refused);
  await Promise.all([calls[0], calls[2]]);
  expect((await page.say('hello')).by).not.toBe('aiko');

  const more = [page.identify('aiko'), page.rooms.logout(), page.rooms.logout(), page.identify('ben')];
  await expect(more[0]).rejects.toMatchObject(refused);
  await Promise.all(more.slice(1));
  expect((await page.say('hello')).by).toBe('ben');
});

it('whatever is called in whatever order, nobody gets what was set for another', async () => {
  const person = fc.constantFrom('aiko', 'ben');
  const call = fc.oneof(
    fc.record({ name: fc.constant('identify' as const), who: person, waits: fc.boolean() }),
    fc.record({ name: fc.constant('logout' as const), waits: fc.boolean() }),
    fc.record({ name: fc.constant('set' as const), waits: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 10 }), person, async (calls, last) => {
      await page.rooms.leave();
      open();
      const all: Promise<unknown>[] = [];
      /** Whose is what is set now; nobody's in particular may become anybody's who comes next. */
      let here = '';
      const owners = new Map<string, string>();
      let count = 0;
      for (const { name, waits, ...rest } of [...calls, { name: 'identify' as const, who: last, waits: true }]) {
        if (name === 'set') owners.set(`k${count}`, here);
        if (name === 'logout') here = '';
        if (name === 'identify') here = (rest as { who: string }).who;
        const done =
          name === 'set' ? traits(`k${count++}`) : name === 'logout' ? page.rooms.logout() : page.identify(here);
        all.push(done.catch(() => {}));
        if (waits) await all.at(-1);
      }
      await Promise.all(all);
      const { by, snapshot } = await page.say('hello');
      expect(by).toBe(last);
      for (const mark of Object.keys(snapshot.traits ?? {})) expect(['', last]).toContain(owners.get(mark));
      // nobody has come or gone since the last thing was set for them
      const lastSet = [...owners].at(-1);
      if (lastSet?.[1] === last && calls.at(-1)?.name === 'set') expect(snapshot.traits).toHaveProperty(lastSet[0]);
    }),
    { numRuns: 60 },
  );
});
