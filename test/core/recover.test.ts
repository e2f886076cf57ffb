import { beforeEach, expect, it } from 'vitest';
import { identify } from '../../src/core/identity.js';
import type { RemoteMessage, Session, TransportEvent } from '../../src/core/ports.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.js';
import type { Author } from '../../src/types.js';
import { type FakeDisk, fakeDisk, ids, item, openPage, type Page, text, tokenOf } from './world.js';

const AGENT: Author = { kind: 'agent', id: 'ann', name: 'Ann' };
const VISITOR: Author = { kind: 'visitor' };
let clock: FakeClock;
let disk: FakeDisk;
let transport: ScriptedTransport;
let page: Page;

const told = (seq: number, author: Author): TransportEvent => {
  const message: RemoteMessage = { id: `m${seq}`, conversation: 'c', author, parts: text(`${seq}`), at: seq, seq };
  return { type: 'message', message, cursor: `old:${seq}` };
};
const by = (seq: number) => told(seq, seq % 2 ? VISITOR : AGENT);
const open = async (
  replay: TransportEvent[],
  { id = 'p1', lost = [] as string[], holdCaughtUp = false, abilities = {} } = {},
) => {
  page?.accounts.disconnect();
  // behind what it still has
  const send = lost.map((own, i) => () => ({ id: own, seq: 3 + i, at: 10 }));
  transport = scriptedTransport({ replay, person: { id, verified: false }, send, holdCaughtUp, abilities });
  page = openPage(disk, transport, clock);
  await page.load();
  await clock.advance(0);
};
const shown = () =>
  page.store
    .messages('c')
    .value.map(({ parts: [part], state }) => [part?.type === 'text' ? part.text : part?.type, state]);

beforeEach(async () => {
  clock = fakeClock();
  disk = fakeDisk();
  page = undefined as never;
  disk.rows.set('a/s', { secret: 's', person: { id: 'p1', verified: false } });
  const conversation = { id: 'c', status: 'open', readTo: 0, agentReadTo: 0, at: 1 };
  disk.rows.set('a/c/c', { conversation, cursor: 'old:6' });
  for (const seq of [1, 2, 3, 4, 5, 6]) {
    const event = by(seq) as TransportEvent & { type: 'message' };
    disk.rows.set(`a/m/c/m${seq}`, event.message);
  }
});

it('own messages that a restored back end has lost are sent again under their ids, and the loss is shown', async () => {
  await open([{ type: 'reset', conversation: 'c' }, by(1), by(2)], { lost: ['m3', 'm5'] });
  expect(ids(transport.attempts)).toEqual(['m3', 'm5']);
  expect(shown()).toEqual([
    ['1', 'sent'],
    ['2', undefined],
    ['gap', undefined],
    ['3', 'sent'],
    ['5', 'sent'],
  ]);
});

it('a loss is found as well where it was not saved yet how far the log is held', async () => {
  disk.rows.set('a/c/c', { conversation: { id: 'c', status: 'open', readTo: 0, agentReadTo: 0, at: 1 } });
  await open([by(1), by(2)], { lost: ['m3', 'm5'] });
  expect(ids(transport.attempts)).toEqual(['m3', 'm5']);
  expect(shown().map(([what]) => what)).toEqual(['1', '2', 'gap', '3', '5']);
});

it('the loss is still shown after a reload, once', async () => {
  await open([{ type: 'reset', conversation: 'c' }, by(1), by(2)], { lost: ['m3', 'm5'] });
  await open([]);
  expect(shown().filter(([what]) => what === 'gap')).toHaveLength(1);
});

it('a page that dies before the replay is over leaves it to the next one to find the loss', async () => {
  const replay: TransportEvent[] = [{ type: 'reset', conversation: 'c' }, by(1), by(2)];
  const conversation = { id: 'c', status: 'open', readTo: 0, agentReadTo: 0, at: 1 } as const;
  await open([...replay, { type: 'conversation', conversation }], { holdCaughtUp: true });
  await open(replay, { lost: ['m3', 'm5'] });
  expect(transport.subscribes).toEqual([{}]);
  expect(ids(transport.attempts)).toEqual(['m3', 'm5']);
  expect(shown().map(([what]) => what)).toEqual(['1', '2', 'gap', '3', '5']);
});

it('everything is offered again when the back end knows nothing of the conversation', async () => {
  await open([{ type: 'reset', conversation: 'c' }], { lost: ['m1', 'm3', 'm5'] });
  expect(ids(transport.attempts)).toEqual(['m1', 'm3', 'm5']);
});

it('what is older than a long replay is not lost: it comes by paging', async () => {
  await open([{ type: 'reset', conversation: 'c' }, by(5), by(6)]);
  expect(transport.attempts).toEqual([]);
  expect(shown()).toEqual([
    ['5', 'sent'],
    ['6', undefined],
  ]);
});

it('nothing is offered to another session: the old conversation can be read, and has ended', async () => {
  await open([{ type: 'reset', conversation: 'c' }], { id: 'p2' });
  expect(transport.attempts).toEqual([]);
  expect(shown().map(([what]) => what)).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(page.store.conversation('c')!.status).toBe('resolved');
  await expect(page.say('hello?')).rejects.toMatchObject({ code: 'closed' });
});

it('what still waits in a conversation of another session goes on in a new one, which asks for a person again', async () => {
  const at = clock.date();
  for (const row of [item('w1', 1, { at }), item('w2', 2, { at })]) disk.rows.set(`a/${row.key}`, row);
  const asked: string[] = [];
  const handoff: Session['handoff'] = async ({ message: { id } }) => {
    asked.push(id);
    return { id, seq: 1, at: 1 };
  };
  await open([{ type: 'reset', conversation: 'c' }], { id: 'p2', abilities: { handoff } });
  expect(asked).toEqual(['w1']);
  expect(ids(transport.attempts)).toEqual(['w2']);
  expect(shown().map(([what]) => what)).toEqual(['1', '2', '3', '4', '5', '6']);
  const { conversation } = transport.attempts[0]!;
  expect(page.store.messages(conversation).value.map(({ id, state }) => [id, state])).toEqual([
    ['w1', 'sent'],
    ['w2', 'sent'],
  ]);
});

it('what has gone to somebody else is not offered to who became known since, though the page died before the replay', async () => {
  const session = { secret: 's', person: { id: 'p1', verified: false } };
  disk.rows.set('a/s', { ...session, isNew: true });
  await open([{ type: 'reset', conversation: 'c' }]);
  expect(transport.attempts).toEqual([]);
  expect(shown()).toEqual([]);
  expect(page.store.conversation('c')!.status).toBe('resolved');
  expect(disk.rows.get('a/s')).not.toHaveProperty('isNew');
});

it('what a restored back end has lost with the sign-in is offered again', async () => {
  disk.rows.set('a/s', { secret: 's', person: { id: 'p1', verified: false }, isNew: true });
  await open([{ type: 'reset', conversation: 'c', restored: true }], { lost: ['m1', 'm3', 'm5'] });
  expect(ids(transport.attempts)).toEqual(['m1', 'm3', 'm5']);
});

it('what can only be read is neither asked for nor offered by a later page', async () => {
  await open([{ type: 'reset', conversation: 'c' }], { id: 'p2' });
  await open([], { id: 'p2' });
  expect(transport.subscribes).toEqual([{}]);
  expect(transport.attempts).toEqual([]);
  expect(shown().map(([what]) => what)).toEqual(['1', '2', '3', '4', '5', '6']);
});

it('what is lost in a session that another tab got is offered by the one that takes over', async () => {
  disk.rows.set('a/s', { secret: 'old', person: { id: 'p0', verified: false } });
  const send = ['m1', 'm3', 'm5'].map((id, i) => () => ({ id, seq: 3 + i, at: 10 }));
  transport = scriptedTransport({
    ...{ replay: [{ type: 'reset', conversation: 'c' }], person: { id: 'p1', verified: false }, send },
  });
  page = openPage(disk, transport, clock);
  page.accounts.disconnect();
  await page.load();
  page.store.apply({ type: 'person', person: { id: 'p1', verified: false } }, 'tab');
  page.accounts.resume();
  await clock.advance(0);
  expect(ids(transport.attempts)).toEqual(['m1', 'm3', 'm5']);
});

it('a tab that slept while it became somebody new is who another one has become since', async () => {
  disk.rows.clear();
  transport = scriptedTransport({ person: { id: 'p1', verified: false } });
  const secrets: unknown[] = [];
  const connect: typeof transport.connect = async (request) => {
    if (!secrets.length) disk.rows.set('a/s', { secret: 'other', person: { id: 'p1', verified: false } });
    secrets.push(request.secret);
    return transport.connect(request);
  };
  page = openPage(disk, { ...transport, connect }, clock);
  await page.load();
  await page.say('hello');
  await clock.advance(1_000);
  expect(secrets).toEqual([null, 'other']);
});

it('a user whose sign-in a restored back end has lost is signed in once more as who they were before it', async () => {
  const connect: typeof transport.connect = async (request) => {
    const session = await transport.connect(request);
    return { ...session, secret: request.token ? 'known' : 's' };
  };
  const signIn = async () => {
    page = openPage(disk, { ...transport, connect }, clock);
    await page.load();
    await identify(page.accounts, { getToken: () => tokenOf('aiko') });
    await clock.advance(0);
  };
  transport = scriptedTransport({ person: { id: 'p2', verified: true } });
  await signIn();
  page.accounts.disconnect();
  const replay: TransportEvent[] = [{ type: 'reset', conversation: 'c', restored: true }, by(1), by(2)];
  transport = scriptedTransport({ replay, person: { id: 'p2', verified: true } });
  await signIn();
  expect(transport.connects.map(({ secret }) => secret)).toEqual(['known', 's']);
  expect(ids(transport.attempts)).toEqual(['m3', 'm5']);
  // until the next restore
  transport.close();
  await clock.advance(1_000);
  expect(transport.connects.map(({ secret }) => secret)).toEqual(['known', 's', 'known', 's']);
});
