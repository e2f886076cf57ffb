// @vitest-environment happy-dom
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import { parseRows } from '../../src/storage/parse-rows.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { verify } from '../core/world.js';
import { newBrowser, openRooms } from './rooms-world.js';

beforeEach(newBrowser);

describe('what the visitor chose', () => {
  it('is in force at once, and again on the next page, and a choice taken back is gone', async () => {
    const first = openRooms();
    await first.rooms.choose({ theme: 'dark', textSize: 125 });
    await first.rooms.choose({ theme: undefined, sound: true });
    expect(first.store.settings.value).toEqual({ sound: true, textSize: 125 });
    await first.rooms.leave();
    const next = openRooms();
    await next.rooms.ready;
    expect(next.store.settings.value).toEqual({ sound: true, textSize: 125 });
    await next.rooms.leave();
  });

  it('is erased when they sign out, here and on the disk', async () => {
    const transport = memoryTransport({ verify });
    const { rooms, store, identify } = openRooms(transport);
    await identify('aiko');
    await rooms.choose({ locale: 'ja' });
    await rooms.logout();
    expect(store.settings.value).toEqual({});
    await rooms.leave();
    const next = openRooms(transport);
    await next.identify('aiko');
    expect(next.store.settings.value).toEqual({});
    await next.rooms.leave();
  });

  it('goes along when an anonymous visitor becomes known', async () => {
    const { rooms, store, identify, say } = openRooms();
    await rooms.choose({ textSize: 150 });
    await say('hello');
    await identify('aiko');
    expect(store.settings.value).toEqual({ textSize: 150 });
    await rooms.leave();
  });
});

describe('a row of settings', () => {
  const parse = async (row: unknown) => {
    const errors: SobaniError[] = [];
    return { settings: (await parseRows([['l', row]], (error) => errors.push(error))).settings, errors };
  };

  it('is read without what is not of it', async () => {
    const row = { sound: true, notifications: false, locale: 'pt-BR', theme: 'dark', textSize: 80 };
    expect(await parse({ ...row, extra: 1 })).toEqual({ settings: row, errors: [] });
  });

  it.each([
    { textSize: 79 },
    { textSize: 201 },
    { textSize: 100.5 },
    { theme: 'blue' },
    { sound: 1 },
    { locale: 'x' },
    [],
    null,
    'dark',
  ])('that is %j is left out, and told', async (row) => {
    const { settings, errors } = await parse(row);
    if (Array.isArray(row)) expect(settings).toEqual({});
    else expect([settings, errors.map(({ code }) => code)]).toEqual([undefined, ['storage']]);
  });

  it('never comes out as anything else, whatever is stored', async () => {
    const keys = ['sound', 'notifications', 'locale', 'theme', 'textSize'];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.anything(), fc.record(Object.fromEntries(keys.map((key) => [key, fc.anything()])))),
        async (row) => {
          const { settings = {} } = await parse(row);
          for (const key of Object.keys(settings)) expect(keys).toContain(key);
          const { textSize = 100 } = settings;
          expect(textSize >= 80 && textSize <= 200).toBe(true);
        },
      ),
    );
  });
});
