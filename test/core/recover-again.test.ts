/** What a restored back end has lost, where the comparison breaks off, or whose it is becomes known only later. */
import { beforeEach, expect, it } from 'vitest';
import type { RemoteMessage, TransportEvent } from '../../src/core/ports.js';
import { mergeRows } from '../../src/storage/merge-rows.js';
import { parseRows } from '../../src/storage/parse-rows.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { type Script, type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.js';
import type { Conversation } from '../../src/types.js';
import { type FakeDisk, fakeDisk, ids, openPage, type Page, text } from './world.js';

const CONVERSATION: Conversation = { id: 'c', status: 'open', readTo: 0, agentReadTo: 0, at: 1 };
const RESET: TransportEvent = { type: 'reset', conversation: 'c', restored: true };
const NEWS: TransportEvent = { type: 'conversation', conversation: CONVERSATION };
const CAUGHT_UP: TransportEvent = { type: 'caught-up' };
let clock: FakeClock;
let disk: FakeDisk;
let transport: ScriptedTransport;
let page: Page;

/** The visitor says what is odd, an agent what is even. */
const by = (seq: number): TransportEvent & { type: 'message' } => {
  const author = seq % 2 ? ({ kind: 'visitor' } as const) : ({ kind: 'agent', id: 'ann', name: 'Ann' } as const);
  const message: RemoteMessage = { id: `m${seq}`, conversation: 'c', author, parts: text(`${seq}`), at: seq, seq };
  return { type: 'message', message, cursor: `new:${seq}` };
};
const open = async (script: Script) => {
  // behind what is still there
  const send = ['m3', 'm5'].map((id, i) => () => ({ id, seq: 3 + i, at: 10 }));
  transport = scriptedTransport({ person: { id: 'p1', verified: false }, send, ...script });
  page = openPage(disk, transport, clock);
  await page.load();
};
const RECOVERED = ['1', '2', 'gap', '3', '5'];

beforeEach(() => {
  clock = fakeClock();
  disk = fakeDisk();
  disk.rows.set('a/s', { secret: 's', person: { id: 'p1', verified: false } });
  disk.rows.set('a/c/c', { conversation: CONVERSATION, cursor: 'old:6' });
  for (const seq of [1, 2, 3, 4, 5, 6]) disk.rows.set(`a/m/c/m${seq}`, by(seq).message);
});

it('a conversation that is told of is theirs, though they are somebody new to the back end', async () => {
  await open({ person: { id: 'p2', verified: false }, replay: [RESET, NEWS, by(1), by(2)] });
  expect(ids(transport.attempts)).toEqual(['m3', 'm5']);
  expect(page.transcript()).toEqual(RECOVERED);
});

it('a conversation that could only be read is compared once another device makes it theirs again', async () => {
  const replay: TransportEvent[] = [RESET];
  await open({ person: { id: 'p2', verified: false }, replay });
  expect(page.store.conversation('c')).toMatchObject({ status: 'resolved' });
  replay.splice(0, 1, NEWS, by(1), by(2));
  for (const event of replay) transport.emit(event);
  await clock.advance(0);
  expect(transport.subscribes).toEqual([{ c: 'old:6' }, {}]);
  expect(ids(transport.attempts)).toEqual(['m3', 'm5']);
  expect(page.transcript()).toEqual(RECOVERED);
});

it('a page that dies while the log is compared leaves it to the next one to be told the same', async () => {
  await open({ replay: [RESET, NEWS, by(1)], holdCaughtUp: true });
  page.accounts.disconnect();
  await open({ replay: [RESET, NEWS, by(1), by(2)] });
  expect(transport.subscribes).toEqual([{ c: 'old:6' }]);
  expect(page.transcript()).toEqual(RECOVERED);
});

it('where the connection breaks while the log is compared it is shown as it was, and compared by the next one', async () => {
  await open({ replay: [RESET, NEWS, by(1), by(2)], holdCaughtUp: true });
  expect(page.transcript()).toEqual(['1', '2']);
  transport.close();
  expect(page.transcript()).toEqual(['1', '2', '3', '4', '5', '6']);
  await clock.advance(1_000);
  expect(transport.subscribes).toEqual([{ c: 'old:6' }, { c: 'old:6' }]);
  transport.emit(CAUGHT_UP);
  await clock.advance(0);
  expect(page.transcript()).toEqual(RECOVERED);
});

it('what the disk still has of a log is not taken for what the back end has', async () => {
  await open({ replay: [RESET, NEWS, by(1), by(2)], holdCaughtUp: true });
  const rows = [...disk.rows].map(([key, row]) => [key.slice(2), row] as const);
  mergeRows(page.accounts.scope, page.store, await parseRows(rows, () => {}), [''], null);
  transport.emit(CAUGHT_UP);
  await clock.advance(0);
  expect(ids(transport.attempts)).toEqual(['m3', 'm5']);
  expect(page.transcript()).toEqual(RECOVERED);
});
