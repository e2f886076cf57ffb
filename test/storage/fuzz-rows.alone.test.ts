/** A disk with anything on it: the page loads, what is bad is told and stays where it is, and what is good is sent. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryTransport } from '../../src/transport/memory.js';
import { fakeDisk, ids, item, openPage } from '../core/world.js';
import { anyJson, mutated, naughtyStrings, runs } from '../wire/fuzz-mutations.js';

type Rows = [key: string, row: unknown][];
const golden = JSON.parse(readFileSync(new URL('./golden/rows-v1.json', import.meta.url), 'utf8')) as Rows;
beforeAll(() => {
  for (const { prototype } of [Object, Array]) Object.freeze(prototype);
});

const id = (name: string) => name.padEnd(22, '0');
/** The day on which the fake clock starts. */
const at = Date.UTC(2026, 0, 1);
/** Good ones among the bad. */
const waiting = ['one', 'two', 'three'].map((name, i) =>
  item(id(name), 900_000 + i, {
    at,
    message: { id: id(name), conversation: id('c'), by: 'visitor', parts: [{ type: 'text', text: name }] },
  }),
);

/** A row of today, tampered with; of a later version; or of somebody else. */
const bad: fc.Arbitrary<Rows[number]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...golden)
      .chain(([key, row]) => mutated([row as object]).map((text): Rows[number] => [key, text])),
  },
  fc.tuple(fc.constantFrom('z/later', 'o2/1', 'x', '', '/', 'o/', 'm/', 's/', 'k/k', 'c', '__proto__'), anyJson),
  fc.tuple(
    fc.constantFrom('o/1', 'o/x', 'o/000000000000/id', 'o/99999999999999999999/id', 'm/__proto__/x', 'c/constructor'),
    fc.oneof(anyJson, fc.constantFrom(undefined, Number.NaN, new Date(0), new Map([[1, 2]]), new Uint8Array(8))),
  ),
);

/** Deeper than that nothing can be cloned everywhere, and so is on no disk. */
const TOO_DEEP = /(\[|\{"a":){1000}/;
/** What was tampered with is text until then: some of it nests deeper than a failed test could be printed. */
const parsed = (rows: Rows): Rows =>
  rows.map(([key, row]) => {
    try {
      return [key, typeof row === 'string' && !TOO_DEEP.test(row) ? JSON.parse(row) : row];
    } catch {
      return [key, row];
    }
  });

/** What a back end has, of all that was sent to it, in order. */
async function sentFrom(rows: Rows) {
  const disk = fakeDisk(new Map(rows.map(([key, row]) => [`a/${key}`, row])));
  const transport = memoryTransport();
  const page = openPage(disk, transport);
  await page.load();
  await page.settled();
  const log = transport.backend.messages(id('c'));
  return { disk, page, log: log.map((message) => message.id) };
}

describe('a disk on which anything may be', () => {
  const within = { timeout: 30_000 + runs * 40 };
  it('never keeps the page from loading, nor what is good from being sent, once and in order', within, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(bad, { maxLength: 8, selector: ([key]) => key }), async (rows) => {
        const good = waiting.map((one): Rows[number] => [one.key, one]);
        const { disk, page, log } = await sentFrom([...parsed(rows), ...good]);
        expect(log.filter((one) => waiting.some((own) => own.id === one))).toEqual(ids(waiting));
        for (const { code } of page.errors) expect(code).toMatch(/^(storage|invalid|too-large|not-found|conflict)$/);
        // what could not be read is where it was
        const unread = new Set(page.errors.map(({ message }) => message).filter((one) => one.includes('left out')));
        const kept = rows.filter(([key]) => disk.rows.has(`a/${key}`));
        expect(kept.length).toBeGreaterThanOrEqual(unread.size);
        // and the page works
        const own = await page.say('and another', id('c'));
        expect(page.store.messages(id('c')).value.map((message) => message.id)).toContain(own);
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });

  it.skipIf(!naughtyStrings().length)('keeps and sends a naughty string as it was written', async () => {
    const texts = naughtyStrings().filter((text) => text.trim());
    const items = texts.map((text, i) =>
      item(id(`n${i}-`), i + 1, {
        at,
        message: { id: id(`n${i}-`), conversation: id('c'), by: 'visitor', parts: [{ type: 'text', text }] },
      }),
    );
    for (let start = 0; start < items.length; start += 100) {
      const some = items.slice(start, start + 100);
      const { page, log } = await sentFrom(some.map((one) => [one.key, one]));
      expect(page.errors).toEqual([]);
      expect(log).toEqual(ids(some));
      expect(page.transcript(id('c'))).toEqual(texts.slice(start, start + 100));
    }
  });
});
