// @vitest-environment happy-dom
/** What the host has set, and the journey, go along with nobody else's words, however the calls follow each other. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
