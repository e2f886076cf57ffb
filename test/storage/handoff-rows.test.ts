import { expect, test } from 'vitest';
import { parseRows } from '../../src/storage/parse-rows.js';

const row = (more: object) => ({
  id: 'm1',
  n: 1,
  key: 'o/1/m1',
  message: { id: 'm1', conversation: 'c1', by: 'visitor', parts: [{ type: 'text', text: 'a person, please' }] },
  handoff: { snapshot: { v: 1 }, tags: ['billing'], ...more },
  at: 5,
});
const read = async (value: object) => {
  const errors: string[] = [];
  return { found: (await parseRows([['o/1/m1', value]], (error) => errors.push(error.message))).outbox, errors };
};

test('what goes along with a hand-off survives a reload', async () => {
  const details = {
    summary: { asked: ['Where?'], tried: [], answered: [], collected: { order: '1042' } },
    intent: { id: 'parcel', confidence: 0.9 },
    ...{ language: 'ja', tone: 'angry', priority: 'high', reference: 'BVF9J8' },
  };
  expect(await read(row(details))).toEqual({ found: [row(details)], errors: [] });
  expect(await read(row({}))).toEqual({ found: [row({})], errors: [] });
});

test('a row whose tone or priority is none is left out, and reported', async () => {
  expect(await read(row({ tone: 'cross' }))).toMatchObject({ found: [], errors: [expect.stringContaining('tone')] });
  expect(await read(row({ priority: 1 }))).toMatchObject({ found: [], errors: [expect.stringContaining('priority')] });
});
