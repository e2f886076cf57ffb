import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import { parseRows } from '../../src/storage/parse-rows.js';

type Rows = [key: string, row: unknown][];
/** Frozen: every later version must read what this one wrote. */
const golden = () => JSON.parse(readFileSync(new URL('./golden/rows-v1.json', import.meta.url), 'utf8')) as Rows;
const row = (key: string) => golden().find(([k]) => k === key)![1];
const under = (prefix: string) =>
  golden()
    .filter(([key]) => key.startsWith(prefix))
    .map(([, one]) => one);

const parse = async (rows: Rows) => {
  const errors: SobaniError[] = [];
  return { found: await parseRows(rows, (error) => errors.push(error)), errors };
};
const nothing = {
  secret: null,
  person: null,
  consent: null,
  conversations: [],
  messages: [],
  outbox: [],
  withdrawn: [],
};

describe('rows that an earlier version wrote', () => {
  it('are read completely', async () => {
    const { found, errors } = await parse(golden());
    expect(errors).toEqual([]);
    const { secret, person } = row('s') as { secret: string; person: unknown };
    expect(found).toEqual({
      secret,
      person,
      consent: row('k'),
      conversations: under('c/'),
      // what an agent has read is told by the conversation
      messages: under('m/').map((m) => ((m as { state?: string }).state ? { ...(m as object), state: 'sent' } : m)),
      outbox: golden()
        .filter(([key]) => key.startsWith('o/'))
        .map(([key, row]) => ({ ...(row as object), key })),
      withdrawn: golden()
        .filter(([key]) => key.startsWith('w/'))
        .map(([key, row]) => [key.slice(2), (row as { at: number }).at]),
    });
  });

  it('may be missing altogether', async () => {
    expect(await parse([])).toEqual({ found: nothing, errors: [] });
  });

  it('of one load are not those of the next', async () => {
    const { found } = await parse(golden());
    expect(found.messages).not.toHaveLength(0);
    expect((await parse([])).found).toEqual(nothing);
  });

  it('of a kind that only others know are left alone', async () => {
    expect(
      await parse([
        ['f/c', 7],
        ['z/later', {}],
        ['', 1],
        ['__proto__', {}],
      ]),
    ).toEqual({ found: nothing, errors: [] });
  });

  it('of an anonymous session have no secret where the back end gave none', async () => {
    expect((await parse([['s', { secret: null, person: { id: 'p', verified: false } }]])).found).toMatchObject({
      secret: null,
    });
  });
});

/** Every place in a value, as the keys that lead there. */
const places = (value: unknown, path: string[] = []): string[][] =>
  value && typeof value === 'object'
    ? [path, ...Object.entries(value).flatMap(([key, one]) => places(one, [...path, key]))]
    : [path];
const put = (value: unknown, [key, ...rest]: string[], junk: unknown): unknown => {
  if (key === undefined) return junk;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  if (!rest.length && junk === undefined) delete copy[key];
  else
    Object.defineProperty(copy, key, {
      value: put(copy[key], rest, junk),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
};
const junk = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, -1, 1.5, Number.NaN, '', [], {}, true, 'x'.repeat(40_000), 2 ** 60),
  fc.constant(JSON.parse('{"__proto__":{"polluted":1}}') as unknown),
  fc.jsonValue(),
);
const spoilt = fc
  .constantFrom(...golden().filter(([key]) => !key.startsWith('f/')))
  .chain(([key, one]) => fc.tuple(fc.constant(key), fc.constant(one), fc.constantFrom(...places(one)), junk))
  .map(([key, one, path, what]): [string, unknown] => [key, put(one, path, what)]);

describe('a row that is not as it was written', () => {
  it.each<[string, unknown]>([
    ['s', { secret: 'x', person: { id: 'p' } }],
    ['s', 'not an object'],
    ['k', { functional: 'yes', analytics: false }],
    ['c/c', { cursor: '1' }],
    ['c/c', { conversation: { id: 'c', status: 'asleep', readTo: 0, agentReadTo: 0, at: 0 } }],
    ['m/c/m', { id: 'm', conversation: 'c', author: { kind: 'visitor' }, parts: [], at: 1 }],
    ['m/c/m', { id: 'm', conversation: 'c', author: { kind: 'owner' }, parts: [], at: 1, seq: 1 }],
    ['o/1', { id: 'm', n: 0, at: 1, message: { id: 'm', conversation: 'c', by: 'visitor', parts: [] } }],
    ['o/1', { id: 'm', n: 1, at: 1, message: { id: 'm', conversation: 'c', by: 'agent', parts: [] } }],
    [
      'o/1',
      {
        id: 'm',
        n: 1,
        at: 1,
        message: { id: 'o', conversation: 'c', by: 'bot', parts: [{ type: 'text', text: 't' }] },
      },
    ],
    ['o/1', null],
    ['w/cart', { at: 'long ago' }],
    ['w/', { at: 1 }],
  ])('is left out and reported, with its key: %s %j', async (key, bad) => {
    const { found, errors } = await parse([[key, bad]]);
    expect(found).toEqual(nothing);
    expect(errors).toMatchObject([{ name: 'SobaniError', code: 'storage', message: expect.stringContaining(key) }]);
  });

  it('never throws, never takes another down, and is either read or reported', async () => {
    const good = (await parse(golden())).found;
    await fc.assert(
      fc.asyncProperty(fc.array(spoilt, { minLength: 1, maxLength: 5 }), async (bad) => {
        const others: Rows = bad.map(([key, one]) => [key, one]);
        const { found, errors } = await parse([...others, ...golden()]);
        for (const error of errors) expect(error.code).toBe('storage');
        const read = (f: typeof found) => f.conversations.length + f.messages.length + f.outbox.length;
        const listed = bad.filter(([key]) => key.includes('/')).length;
        expect(read(found) - read(good)).toBeGreaterThanOrEqual(listed - errors.length);
        expect(read(found)).toBeLessThanOrEqual(read(good) + listed);
        expect(found.messages.slice(-good.messages.length)).toEqual(good.messages);
        expect(found.outbox.slice(-good.outbox.length)).toEqual(good.outbox);
        expect(found.conversations.slice(-good.conversations.length)).toEqual(good.conversations);
        expect([found.secret, found.person, found.consent]).toEqual([good.secret, good.person, good.consent]);
        expect(({} as { polluted?: 1 }).polluted).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
