/** Stored parts whose readers are not here yet. */
import { beforeEach, expect, it, vi } from 'vitest';
import { parseRows } from '../../src/storage/parse-rows.js';
import { partShapes } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';

const { fetchReaders } = vi.hoisted(() => ({ fetchReaders: vi.fn<() => Promise<void>>() }));
vi.mock('../../src/wire/parse.js', async (original) => ({ ...(await original<object>()), fetchReaders }));

const everyday = { ...partShapes };
beforeEach(() => {
  for (const type of Object.keys(partShapes)) if (!Object.hasOwn(everyday, type)) delete partShapes[type];
  fetchReaders.mockReset();
});

const rich = { type: 'buttons', text: 'What next?', buttons: [{ label: 'Track' }] };
const messageOf = (id: string, part: object) => ({
  ...{ id, conversation: 'c', author: { kind: 'bot' }, parts: [part], at: 1, seq: 1 },
});
const waiting = { id: 'o', n: 1, at: 1, message: { id: 'o', conversation: 'c', by: 'bot', parts: [rich] } };
const read = async (...rows: [string, unknown][]) => {
  const errors: string[] = [];
  const found = await parseRows(rows, ({ message }) => errors.push(message));
  return { ...found, errors };
};

it('words are read without them', async () => {
  const { messages } = await read(['m/c/a', messageOf('a', { type: 'text', text: 'hi' })]);
  expect(messages).toHaveLength(1);
  expect(fetchReaders).not.toHaveBeenCalled();
});

it('they are fetched once, and all is whole; what is wrong is reported once', async () => {
  fetchReaders.mockImplementation(async () => readRichParts());
  const rows: [string, unknown][] = [
    ['m/c/a', messageOf('a', rich)],
    ['m/c/b', null],
    ['o/1/o', waiting],
  ];
  const { messages, outbox, errors } = await read(...rows);
  expect(messages.map(({ parts }) => parts)).toEqual([[rich]]);
  expect(outbox.map(({ message }) => message.parts)).toEqual([[rich]]);
  expect(errors).toEqual([expect.stringContaining('m/c/b')]);
  expect(fetchReaders).toHaveBeenCalledTimes(1);
});

it('without them a message is its text, and what waits to be sent is left where it is', async () => {
  fetchReaders.mockRejectedValue(new TypeError('no such file'));
  const { messages, outbox, errors } = await read(['m/c/a', messageOf('a', rich)], ['o/1/o', waiting]);
  expect(messages.map(({ parts }) => parts)).toEqual([[{ type: 'buttons', text: 'What next?' }]]);
  expect(outbox).toEqual([]);
  expect(errors).toEqual([expect.stringContaining('o/1/o.message.parts')]);
});
