import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { parseAnswer, parseFrame } from '../../src/desk/parse.js';
import { SPANS } from '../../src/relay/options.js';
import * as rules from '../../src/relay/rules.js';
import { openSqliteStore } from '../../src/relay/sqlite-store.js';
import { KEPT } from '../../src/relay/sqlite-timeline.js';
import type { Snapshot } from '../../src/types.js';
import type { DeskAnswers, DeskEntry, DeskServerFrame } from '../../src/wire/desk.js';
import { CODE_KEN, FAST, message, newId, openDesk, snapshot, startRelay, visit } from './support.js';
import { signToken } from './tokens.js';

type Desk = Awaited<ReturnType<typeof openDesk>>;
const page = (path: string, at = Date.now()) => ({ url: `https://shop.example${path}`, title: path, at });
const total = { amount: 1999, currency: 'EUR' };
const kettle = { items: [{ id: 'k', name: 'Kettle', price: total }], total };

const timeline = (desk: Desk, conversation: string, more: object = {}) =>
  desk.ask<DeskAnswers['timeline']>({ t: 'timeline', conversation, before: null, ...more });
const kinds = ({ entries }: DeskAnswers['timeline']) => entries.map(({ kind }) => kind);

/** A visitor who asked for a person, and an agent who looks at it. */
async function talking(more: object = {}) {
  const relay = await startRelay({ limits: FAST });
  const visitor = await visit(relay.url);
  const desk = await openDesk(relay.url);
  const conversation = newId();
  const told = { ...snapshot, ...more };
  await visitor.ask({
    t: 'handoff',
    message: message(conversation, 'Help!'),
    snapshot: told,
    tags: [],
    reason: 'asked',
  });
  await desk.ask({ t: 'load', conversation });
  return { ...relay, visitor, desk, conversation };
}

const happened = async (desk: Desk, kind: DeskEntry['kind']) => {
  const frame = await desk.next<Extract<DeskServerFrame, { t: 'happened' }>>(
    (it) => it.t === 'happened' && it.entries.some((entry) => entry.kind === kind),
  );
  return frame.entries.filter((entry) => entry.kind === kind);
};

test('a hand-off brings what the visitor did before it, newest first', async () => {
  const now = Date.now();
  const journey = [page('/', now - 3000), page('/kettle', now - 2000)];
  const { desk, conversation } = await talking({ journey, cart: kettle });
  const { entries, before } = await timeline(desk, conversation);
  expect(before).toBeNull();
  expect(entries.map(({ kind }) => kind).sort()).toEqual(['cart', 'conversation', 'conversation', 'page', 'page']);
  expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => b - a));
  expect(entries.slice(-2)).toMatchObject([{ title: '/kettle' }, { title: '/' }]);
  expect(entries).toContainEqual(expect.objectContaining({ event: 'handoff', text: 'asked', conversation }));
  expect(entries).toContainEqual(expect.objectContaining({ event: 'started', text: 'Help!' }));
  expect(entries).toContainEqual(expect.objectContaining({ event: 'found', items: 1, total }));
});

test('the desk can read all that the relay says of a person', async () => {
  const told = {
    ...{ cart: kettle, order: { id: 'o1', status: 'paid', total, at: Date.now() } },
    journey: [{ ...page('/'), ms: 3000, depth: 50 }],
    product: { name: 'Kettle', price: total, brand: { name: 'x' } },
    signals: [{ type: 'idle', at: Date.now(), count: 1 }],
    searches: [{ query: 'refund', hits: 2, at: Date.now() }],
    articles: [{ id: 'returns', title: 'Returns', at: Date.now() }],
    events: [{ name: 'seen', data: { plan: null, seats: 3 }, at: Date.now() }],
  };
  const { visitor, desk, conversation } = await talking();
  await visitor.ask({ t: 'context', conversation, snapshot: { ...snapshot, ...told } });
  const answer = await timeline(desk, conversation);
  expect(new Set(kinds(answer)).size).toBe(9);
  expect(parseAnswer('timeline', answer)).toEqual(answer);
  await desk.ask({ t: 'remark', id: newId(), conversation, text: 'Likes tea' });
  await desk.next((frame) => frame.t === 'card' && frame.card.notes.length > 0);
  for (const frame of desk.all.filter(({ t }) => t === 'happened')) {
    expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
  }
  const cards = desk.all.filter(({ t }) => t === 'card').map((frame) => parseFrame(JSON.stringify(frame)));
  expect(cards.at(-1)).toMatchObject({ card: { notes: [{ text: 'Likes tea' }], enriched: null, hasEarlier: false } });
});

test('the desk of whoever looks is told while the visitor moves, and no other desk', async () => {
  const { url, visitor, desk, conversation } = await talking({ cart: kettle });
  const ken = await openDesk(url, CODE_KEN);
  const journey = [page('/checkout')];
  const cart = { items: [], total: { ...total, amount: 0 } };
  await visitor.ask({ t: 'context', conversation, snapshot: { ...snapshot, journey, cart } });
  expect(await happened(desk, 'page')).toMatchObject([{ title: '/checkout' }]);
  await visitor.ask({ t: 'context', conversation, snapshot: { ...snapshot, journey, cart: kettle } });
  expect(await happened(desk, 'cart')).toMatchObject([{ event: 'changed', changes: [{ name: 'Kettle', was: 0 }] }]);
  await ken.settled();
  expect(ken.all.filter(({ t }) => t === 'happened')).toEqual([]);
});

test('the same snapshot again adds nothing', async () => {
  const told = { journey: [page('/')], cart: kettle, order: { id: 'o1', status: 'paid' } };
  const { visitor, desk, conversation } = await talking(told);
  const first = await timeline(desk, conversation);
  await visitor.ask({ t: 'context', conversation, snapshot: { ...snapshot, ...told } });
  expect(await timeline(desk, conversation)).toEqual(first);
});

test('every device tells its own cart: two of them do not change each other’s', async () => {
  const { url, visitor, desk, conversation } = await talking({ cart: kettle });
  const phone = await visit(url, { secret: visitor.secret });
  const token = await signToken();
  const known = await visit(url, { token, secret: phone.secret });
  const other = await visit(url, { token });
  const mine = { ...snapshot, cart: kettle };
  const empty = { ...snapshot, cart: { items: [], total } };
  for (const [device, told] of [
    [known, mine],
    [other, empty],
    [known, mine],
    [other, empty],
  ] as const) {
    await device.ask({ t: 'context', conversation, snapshot: told });
  }
  const found = (await timeline(desk, conversation)).entries.filter(({ kind }) => kind === 'cart');
  expect(found).toMatchObject([{ event: 'found' }]);
});

test('what an anonymous visitor did goes along when they become known, from every device', async () => {
  const { url, visitor, desk, conversation } = await talking({ journey: [page('/as-nobody')] });
  const token = await signToken();
  const known = await visit(url, { token });
  const earlier = newId();
  const told = { ...snapshot, journey: [page('/on-the-phone')] };
  await known.ask({ t: 'handoff', message: message(earlier, 'before'), snapshot: told, tags: [] });
  await visit(url, { token, secret: visitor.secret });
  await desk.next((frame) => frame.t === 'rewritten' && frame.person === known.person.id);
  for (const id of [conversation, earlier]) {
    const { entries } = await timeline(desk, id, { kinds: ['page'] });
    expect(entries.map((entry) => 'title' in entry && entry.title).sort()).toEqual(['/as-nobody', '/on-the-phone']);
  }
});

test('answers to the bot, hand-overs and ends of conversations are in it', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'How may I help?', newId(), 'bot') });
  await visitor.ask({ t: 'send', message: message(conversation, 'A refund') });
  await visitor.ask({ t: 'handoff', message: message(conversation, 'a person'), snapshot, tags: [], team: 'billing' });
  await desk.ask({ t: 'resolve', conversation });
  await desk.ask({ t: 'reopen', conversation });
  const { entries } = await timeline(desk, conversation);
  expect(entries).toMatchObject([
    { kind: 'conversation', event: 'reopened' },
    { kind: 'conversation', event: 'resolved' },
    { kind: 'conversation', event: 'handoff', text: 'billing' },
    { kind: 'answer', question: 'How may I help?', answer: 'A refund', conversation },
    { kind: 'conversation', event: 'started', text: 'How may I help?' },
  ]);
});

test('what the host tracked, what was searched and read come in with the snapshot', async () => {
  const { desk, visitor, conversation } = await talking();
  const at = Date.now();
  const events = [{ name: 'plan-viewed', data: { plan: 'pro', seats: 3 }, at: at - 2 }];
  const searches = [{ query: 'refund', hits: 0, at: at - 1 }];
  const articles = [{ id: 'returns', title: 'Returns', at }];
  await visitor.ask({ t: 'context', conversation, snapshot: { ...snapshot, events, searches, articles } });
  expect(await happened(desk, 'event')).toMatchObject([{ name: 'plan-viewed', data: { plan: 'pro', seats: 3 } }]);
  const { entries } = await timeline(desk, conversation, { kinds: ['search', 'article'] });
  expect(entries).toMatchObject([{ article: 'returns' }, { query: 'refund', hits: 0 }]);
});

test('it is read page by page, also by kind', async () => {
  const start = Date.now() - 100_000;
  const { visitor, desk, conversation } = await talking({ cart: kettle });
  for (let round = 0; round < 4; round++) {
    const journey = Array.from({ length: 30 }, (_, i) => page(`/${round * 30 + i}`, start + round * 30 + i));
    await visitor.ask({ t: 'context', conversation, snapshot: { ...snapshot, journey } });
  }
  const seen: DeskEntry[] = [];
  for (let before: object | null = null, more = true; more; more = before !== null) {
    const got: DeskAnswers['timeline'] = await timeline(desk, conversation, { before, kinds: ['page', 'product'] });
    seen.push(...got.entries);
    before = got.before;
  }
  expect(seen.map((entry) => ('title' in entry ? entry.title : ''))).toEqual(
    Array.from({ length: 120 }, (_, i) => `/${119 - i}`),
  );
  expect(kinds(await timeline(desk, conversation, { kinds: ['cart'] }))).toEqual(['cart']);
});

async function openStore(path = ':memory:') {
  let time = 1_800_000_000_000;
  const store = await openSqliteStore(path, { now: () => time, onError: (error) => expect.fail(String(error)) });
  const session = { selector: newId(), verifier: '' };
  const { person } = await store.signIn({ app: 'shop', user: null, session, merge: null });
  const conversation = newId();
  const owner = { app: 'shop', person: person.id, mayStart() {} };
  const first = message(conversation, 'hi') as Parameters<typeof rules.send>[0];
  await store.commit({ conversation, message: first.id, decide: rules.send(first, owner) });
  return {
    store,
    person: person.id,
    tell: (told: object) => {
      const decide = rules.context(() => ({ ...snapshot, ...told }) as Snapshot, person.id);
      return store.commit({ conversation, message: null, session: session.selector, decide });
    },
    read: () => store.timeline(person.id, { before: null, kinds: null, limit: 10_000 }),
    track: (name: string) => {
      const decide = rules.context(
        () => ({ ...snapshot, events: [{ name, data: {}, at: time }] }) as Snapshot,
        person.id,
      );
      return store.commit({ conversation, message: null, session: session.selector, decide });
    },
    pass: (ms: number) => {
      time += ms;
      return time;
    },
  };
}

test(`the newest ${KEPT} entries of a person are kept`, async () => {
  const { store, track, read, pass } = await openStore();
  for (let i = 0; i < KEPT + 20; i++) {
    pass(1000);
    await track(`event ${i}`);
  }
  const { entries } = await read();
  expect(entries).toHaveLength(KEPT);
  expect(entries[0]).toMatchObject({ name: `event ${KEPT + 19}` });
  expect(entries.at(-1)).toMatchObject({ name: 'event 20' });
  await store.close();
});

test('what is older than its time is not shown, and goes with the next entry', async () => {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const { store, track, read, pass } = await openStore(database);
  await track('old');
  pass(SPANS.timeline + 1);
  expect((await read()).entries).toEqual([]);
  await track('new');
  const reader = new DatabaseSync(database);
  expect(reader.prepare('SELECT kind, data FROM happening').all()).toHaveLength(1);
  reader.close();
  await store.close();
});

test('trouble that goes on moves up, with its count', async () => {
  const { store, tell, track, read, pass } = await openStore();
  const signal = (count: number) => ({ signals: [{ type: 'dead-click', at: pass(1000), count, detail: 'img' }] });
  await tell(signal(1));
  const [first] = (await read()).entries;
  await track('between');
  const change = await tell(signal(4));
  expect(change?.happened).toMatchObject([{ id: first!.id, kind: 'trouble', count: 4 }]);
  expect((await read()).entries[0]).toMatchObject({ id: first!.id, count: 4 });
  await store.close();
});

test('a damaged entry is left out, and the others are shown', async () => {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const errors: unknown[] = [];
  const first = await openStore(database);
  for (const name of ['one', 'two']) await first.track(name);
  await first.store.close();
  const meddler = new DatabaseSync(database);
  meddler.exec(`UPDATE happening SET data = replace(data, 'one', 'odd')`);
  meddler.close();
  const now = () => 1_800_000_000_001;
  const store = await openSqliteStore(database, { now, onError: (error) => errors.push(error) });
  const { entries } = await store.timeline(first.person, { before: null, kinds: ['event'], limit: 10 });
  expect(entries).toMatchObject([{ name: 'two' }]);
  expect(errors).toHaveLength(1);
  await store.close();
});

test('erasing a person erases all of it', async () => {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const { store, person, tell } = await openStore(database);
  await tell({ journey: [page('/', 1_800_000_000_000)], cart: kettle });
  await store.remark(person, { id: newId(), by: { id: 'mia', name: 'Mia' }, text: 'likes tea' });
  await store.erase(person);
  const reader = new DatabaseSync(database);
  for (const table of ['happening', 'situation', 'person_note', 'conversation']) {
    expect(reader.prepare(`SELECT * FROM ${table}`).all()).toEqual([]);
  }
  reader.close();
  await store.close();
});

test('conversations from before there were timelines begin theirs', async () => {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const first = await openStore(database);
  await first.store.close();
  const older = new DatabaseSync(database);
  older.exec(
    'DROP TABLE happening; DROP TABLE situation; DROP TABLE person_note; DROP TABLE rating; DROP TABLE handoff; DROP TABLE upload; DROP TABLE upload_gone; PRAGMA user_version = 2',
  );
  older.close();
  const store = await openSqliteStore(database, { now: () => 1_800_000_000_000, onError: () => expect.fail() });
  const { entries } = await store.timeline(first.person, { before: null, kinds: null, limit: 10 });
  expect(entries).toMatchObject([{ kind: 'conversation', event: 'started' }]);
  await store.close();
});
