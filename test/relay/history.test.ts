import { expect, test } from 'vitest';
import {
  Client,
  FAST,
  hello,
  message,
  newId,
  ORIGIN,
  openDesk,
  openSocket,
  snapshot,
  startRelay,
  visit,
} from './support.js';

type Page = { messages: { id: string; seq: number }[]; before: number | null };

test('history goes back in pages, oldest first, to the beginning', async () => {
  const { url } = await startRelay({ limits: FAST });
  const visitor = await visit(url);
  const conversation = newId();
  await Promise.all(
    Array.from({ length: 25 }, (_, i) => visitor.ask({ t: 'send', message: message(conversation, `${i}`) })),
  );
  const places: number[][] = [];
  for (let before: number | null = null, more = true; more; ) {
    const page: Page = await visitor.ask<Page>({ t: 'history', conversation, before, limit: 10 });
    places.push(page.messages.map((one) => one.seq));
    before = page.before;
    more = before !== null;
  }
  expect(places.map((page) => [page[0], page.at(-1)])).toEqual([
    [16, 25],
    [6, 15],
    [1, 5],
  ]);
});

test('a page of history never outgrows a frame', async () => {
  const { url } = await startRelay({ limits: FAST });
  const visitor = await visit(url);
  const conversation = newId();
  for (let i = 0; i < 8; i++) await visitor.ask({ t: 'send', message: message(conversation, '€'.repeat(9_000)) });
  let seen = 0;
  for (let before: number | null = null, more = true; more; ) {
    const page: Page = await visitor.ask<Page>({ t: 'history', conversation, before, limit: 100 });
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(64 * 1024);
    expect(page.messages.length).toBeGreaterThan(0);
    seen += page.messages.length;
    before = page.before;
    more = before !== null;
  }
  expect(seen).toBe(8);
});

test('erase deletes all of a person, here and on the desk, and ends the session', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const tab = await visit(url, { secret: visitor.secret });
  const desk = await openDesk(url);
  const conversation = newId();
  await visitor.ask({ t: 'handoff', message: message(conversation, 'forget me'), snapshot, tags: [] });
  await desk.ask({ t: 'note', id: newId(), conversation, text: 'a note' });
  await visitor.ask({ t: 'erase' });
  expect(await visitor.closed).toMatchObject({ code: 1000 });
  expect(await tab.closed).toMatchObject({ code: 4401 });
  expect(await desk.next((frame) => frame.t === 'gone')).toEqual({ t: 'gone', conversation });
  expect(await desk.answer({ t: 'load', conversation })).toMatchObject({ code: 'not-found' });
  const later = await visit(url, { secret: visitor.secret });
  expect(later.person.id).not.toBe(visitor.person.id);
  expect(await later.ask({ t: 'conversations' })).toEqual([]);
});

test('what is on its way while a visitor is erased harms neither the erasing nor others', async () => {
  const { url } = await startRelay();
  const [visitor, neighbour] = [await visit(url), await visit(url)];
  const tab = await visit(url, { secret: visitor.secret });
  const [erased, late, kept] = await Promise.all([
    visitor.answer({ t: 'erase' }),
    tab.answer({ t: 'send', message: message(newId(), 'late') }).catch((error: Error) => error.message),
    neighbour.answer({ t: 'send', message: message(newId(), 'kept') }),
  ]);
  expect([erased, kept]).toMatchObject([{ t: 'ok' }, { t: 'ok' }]);
  expect(late).not.toMatchObject({ code: 'unavailable' });
});

test('another version of the protocol is refused by name', async () => {
  const { url } = await startRelay();
  const { client } = await hello(url);
  const other = new Client(await openSocket(url, '/v1/socket', { origin: ORIGIN }));
  other.send({ t: 'hello', v: 2, app: 'shop' });
  expect(await other.next(() => true)).toMatchObject({ t: 'error', code: 'unsupported', path: 'v' });
  expect(await other.closed).toMatchObject({ code: 4400 });
  client.send({ t: 'hello', v: 1, app: 'shop' });
  expect(await client.closed).toMatchObject({ code: 4400 });
});
