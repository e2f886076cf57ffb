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
const read = (value: object) => {
  const errors: string[] = [];
  return { found: parseRows([['o/1/m1', value]], (error) => errors.push(error.message)).outbox, errors };
};

test('what goes along with a hand-off survives a reload', () => {
  const details = {
    summary: { asked: ['Where?'], tried: [], answered: [], collected: { order: '1042' } },
    intent: { id: 'parcel', confidence: 0.9 },
    ...{ language: 'ja', tone: 'angry', priority: 'high', reference: 'BVF9J8' },
  };
  expect(read(row(details))).toEqual({ found: [row(details)], errors: [] });
  expect(read(row({}))).toEqual({ found: [row({})], errors: [] });
});

test('a row whose tone or priority is none is left out, and reported', () => {
  expect(read(row({ tone: 'cross' }))).toMatchObject({ found: [], errors: [expect.stringContaining('tone')] });
  expect(read(row({ priority: 1 }))).toMatchObject({ found: [], errors: [expect.stringContaining('priority')] });
});
