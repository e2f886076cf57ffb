import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, test, vi } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { OutgoingMessage } from '../../src/core/ports.js';
import { createGroupCommit } from '../../src/relay/group-commit.js';
import * as rules from '../../src/relay/rules.js';
import { openDatabase } from '../../src/relay/sqlite.js';
import { openSqliteStore } from '../../src/relay/sqlite-store.js';
import { message, newId, openDesk, startRelay, visit } from './support.js';

const file = () => join(tmpdir(), `sobani-${randomUUID()}.db`);

describe('group commit', () => {
  const db = () => ({ begin: vi.fn(), commit: vi.fn(), rollback: vi.fn() });

  test('all that arrives in one turn is one transaction, in order, and resolves only after the commit', async () => {
    const fake = db();
    const group = createGroupCommit(fake, () => {});
    const steps: string[] = [];
    fake.commit.mockImplementation(() => steps.push('commit'));
    const jobs = [1, 2, 3].map((n) =>
      group
        .run(
          () => steps.push(`work ${n}`),
          () => steps.push(`tell ${n}`),
        )
        .then(() => steps.push(`resolve ${n}`)),
    );
    await Promise.all(jobs);
    expect(steps).toEqual([
      ...['work 1', 'work 2', 'work 3', 'commit', 'tell 1', 'tell 2', 'tell 3'],
      ...['resolve 1', 'resolve 2', 'resolve 3'],
    ]);
    expect(fake.begin).toHaveBeenCalledTimes(1);
  });

  test('a failed commit rejects all of its turn, tells nobody, and the next turn works again', async () => {
    const fake = db();
    const errors: unknown[] = [];
    const group = createGroupCommit(fake, (error) => errors.push(error));
    const tell = vi.fn();
    fake.commit.mockImplementationOnce(() => {
      throw new Error('disk full');
    });
    const refusal = () => {
      throw new SobaniError('closed', 'ended');
    };
    const results = await Promise.allSettled([group.run(() => 1, tell), group.run(refusal), group.run(() => 2, tell)]);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', retryable: true } });
    }
    expect(tell).not.toHaveBeenCalled();
    expect(fake.rollback).toHaveBeenCalledTimes(1);
    expect(errors).toHaveLength(1);
    await expect(group.run(() => 3, tell)).resolves.toBe(3);
  });

  test('one refusal leaves its neighbours alone', async () => {
    const group = createGroupCommit(db(), () => {});
    const refused = group.run(() => {
      throw new SobaniError('closed', 'ended');
    });
    const [one, two] = await Promise.allSettled([refused, group.run(() => 'kept')]);
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
    expect(two).toMatchObject({ status: 'fulfilled', value: 'kept' });
  });

  test('closing commits what waits and takes no more', async () => {
    const fake = db();
    const group = createGroupCommit(fake, () => {});
    const last = group.run(() => 'last');
    group.close();
    await expect(last).resolves.toBe('last');
    await expect(group.run(() => 'late')).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('the embedded store', () => {
  test('what could not be written is nowhere: not in the log, not on another screen, not in the numbering', async () => {
    const database = file();
    const { url } = await startRelay({ database });
    const visitor = await visit(url);
    const tab = await visit(url, { secret: visitor.secret });
    const desk = await openDesk(url);
    const conversation = newId();
    await visitor.ask({ t: 'send', message: message(conversation, 'first') });

    const meddler = new DatabaseSync(database);
    meddler.exec("CREATE TRIGGER broken BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END");
    const [one, two] = [message(conversation, 'lost?'), message(newId(), 'lost too?')];
    const answers = await Promise.all([one, two].map((each) => visitor.answer({ t: 'send', message: each })));
    for (const answer of answers) {
      expect(answer).toMatchObject({ code: 'unavailable', retryAfter: expect.any(Number) });
    }
    await Promise.all([tab.settled(), desk.settled()]);
    expect(tab.messages()).toHaveLength(1);
    expect(desk.all.filter((frame) => frame.t === 'message')).toHaveLength(1);

    meddler.exec('DROP TRIGGER broken');
    meddler.close();
    expect(await visitor.ask({ t: 'send', message: one })).toMatchObject({ seq: 2 });
    expect(await visitor.ask<unknown[]>({ t: 'conversations' })).toHaveLength(1);
  });

  test('time never goes back in a conversation, wherever the clock of the machine is set', async () => {
    let time = 2_000_000;
    const onError = (error: unknown) => expect.fail(String(error));
    const store = await openSqliteStore(':memory:', { now: () => time, onError });
    const session = { selector: newId(), verifier: '' };
    const { person } = await store.signIn({ app: 'shop', user: null, session, merge: null });
    const to = newId();
    for (const set of [2_000_000, 1_000_000, 3_000_000]) {
      time = set;
      const written = message(to, `at ${set}`) as OutgoingMessage;
      const decide = rules.send(written, { app: 'shop', person: person.id, mayStart() {} });
      await store.commit({ conversation: to, message: written.id, decide });
    }
    const log = await store.messages(to, { after: 0, before: null, limit: 10 });
    expect(log.map(({ at }) => at)).toEqual([2_000_000, 2_000_000, 3_000_000]);
    await store.close();
  });

  test('commits are flushed: WAL with synchronous FULL', async () => {
    const { db } = await openDatabase(file(), { newEpoch: false, bytes: 2 ** 40 });
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    db.close();
  });

  test('a database of a newer relay is refused, not touched', async () => {
    const database = file();
    const newer = new DatabaseSync(database);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await expect(startRelay({ database })).rejects.toMatchObject({ code: 'storage', path: 'database' });
  });

  test('a file that is no database is refused by name', async () => {
    const database = join(tmpdir(), 'no-such-folder', randomUUID());
    await expect(startRelay({ database })).rejects.toMatchObject({ code: 'storage', path: 'database' });
  });

  test('the secret of a session is nowhere in the file', async () => {
    const database = file();
    const { url } = await startRelay({ database });
    const visitor = await visit(url);
    const reader = new DatabaseSync(database);
    const rows = reader.prepare('SELECT * FROM session').all();
    reader.close();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(visitor.secret.slice(23));
  });
});
