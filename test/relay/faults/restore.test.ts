/** A database that is an earlier one: restored from a backup, or written by an earlier relay. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, expect, test } from 'vitest';
import { message, newId, openDesk, snapshot, startRelay, visit } from '../support.js';

const folder = mkdtempSync(join(tmpdir(), 'sobani-restore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = () => join(folder, `${newId()}.db`);

type Receipt = { seq: number; cursor: string };

test('a backup that is restored has a new epoch: clients are told to begin anew, and offer what it lost', async () => {
  const [database, backup] = [path(), path()];
  const before = await startRelay({ database });
  const visitor = await visit(before.url);
  const conversation = newId();
  const [kept, lost] = [message(conversation, 'kept'), message(conversation, 'lost')];
  await visitor.ask({ t: 'send', message: kept });
  // while it runs, as the documents say
  const other = new DatabaseSync(database);
  other.exec(`VACUUM INTO '${backup}'`);
  other.close();
  const receipt = await visitor.ask<Receipt>({ t: 'send', message: lost });
  expect(receipt.seq).toBe(2);
  await before.relay.close();

  const { url } = await startRelay({ database: backup, newEpoch: true });
  const back = await visit(url, { secret: visitor.secret }, { [conversation]: receipt.cursor });
  expect(back.person.id).toBe(visitor.person.id);
  expect(back.epoch).not.toBe(visitor.epoch);
  expect(back.events('reset')).toEqual([{ type: 'reset', conversation, restored: true }]);
  expect(back.messages().map(({ id }) => id)).toEqual([kept.id]);
  // what it has is known by its id, what it lost is taken again
  expect(await back.ask({ t: 'send', message: kept })).toMatchObject({ seq: 1, duplicate: true });
  expect(await back.ask({ t: 'send', message: lost })).toMatchObject({ seq: 2 });
  expect(back.messages().map(({ id }) => id)).toEqual([kept.id, lost.id]);
});

test('a cursor beyond a restored log is noticed also when nobody said that it was restored', async () => {
  const [database, backup] = [path(), path()];
  const before = await startRelay({ database });
  const visitor = await visit(before.url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'kept') });
  const other = new DatabaseSync(database);
  other.exec(`VACUUM INTO '${backup}'`);
  other.close();
  const { cursor } = await visitor.ask<Receipt>({ t: 'send', message: message(conversation, 'lost') });
  await before.relay.close();
  const { url } = await startRelay({ database: backup });
  const back = await visit(url, { secret: visitor.secret }, { [conversation]: cursor });
  expect(back.events('reset')).toHaveLength(1);
  expect(back.messages()).toHaveLength(1);
});

test('a database of an earlier relay is taken over with all that is in it', async () => {
  const database = path();
  const before = await startRelay({ database });
  const visitor = await visit(before.url);
  const desk = await openDesk(before.url);
  const conversation = newId();
  await visitor.ask({ t: 'handoff', message: message(conversation, 'from before'), snapshot, tags: ['vip'] });
  await desk.ask({ t: 'note', id: newId(), conversation, text: 'a note' });
  await before.relay.close();
  // as it was before rows had sums
  const earlier = new DatabaseSync(database);
  for (const [table, column] of [
    ...[
      ['conversation', 'delivered_to'],
      ['conversation', 'sum'],
      ['conversation', 'snapshot_sum'],
    ],
    ...[
      ['person', 'sum'],
      ['message', 'sum'],
      ['note', 'sum'],
    ],
  ]) {
    earlier.exec(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
  const later = ['happening', 'situation', 'person_note', 'rating', 'handoff', 'upload', 'upload_gone'];
  for (const table of later) earlier.exec(`DROP TABLE ${table}`);
  earlier.exec('PRAGMA user_version = 1');
  earlier.close();

  const { url } = await startRelay({ database });
  const back = await visit(url, { secret: visitor.secret });
  expect(back.epoch).toBe(visitor.epoch);
  expect(back.messages()).toMatchObject([{ seq: 1, parts: [{ text: 'from before' }] }]);
  const loaded = await (await openDesk(url)).ask<{ notes: object[]; card: object }>({ t: 'load', conversation });
  expect(loaded).toMatchObject({ notes: [{ text: 'a note' }], card: { snapshot }, conversation: { tags: ['vip'] } });
  expect(await back.ask({ t: 'send', message: message(conversation, 'from now') })).toMatchObject({ seq: 2 });
});
