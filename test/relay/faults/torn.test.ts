/**
 * The files of a relay that was killed, then cut short or with bits flipped. Whatever is served afterwards is what was
 * written, all of it; otherwise the relay does not start, or refuses what it would have to read from damage.
 * `SOBANI_TORN` is the number of places that each test tries, default 60.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SobaniError } from '../../../src/core/errors.js';
import { send } from '../../../src/relay/rules.js';
import { openSqliteStore } from '../../../src/relay/sqlite-store.js';
import type { Store } from '../../../src/relay/store.js';
import { newId } from '../support.js';

const RUNS = Number(process.env.SOBANI_TORN ?? 60);
const MESSAGES = 40;
const FILES = ['', '-wal', '-shm'];
const folder = mkdtempSync(join(tmpdir(), 'sobani-torn-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (path: string, more: { newEpoch?: boolean } = {}) =>
  openSqliteStore(path, { now: () => 1_800_000_000_000, onError: () => {}, ...more });

/** Files as a killed relay leaves them, and all that it had acknowledged. */
interface Image {
  path: string;
  epoch: string;
  person: string;
  conversations: { id: string; messages: { id: string; text: string }[] }[];
}

async function write(store: Store, image: Image, conversation: Image['conversations'][number], text: string) {
  const message = {
    id: newId(),
    conversation: conversation.id,
    by: 'visitor' as const,
    parts: [{ type: 'text' as const, text }],
  };
  const decide = send(message, { app: 'shop', person: image.person, mayStart: () => {} });
  await store.commit({ conversation: conversation.id, message: message.id, decide });
  conversation.messages.push({ id: message.id, text });
}

async function makeImage(name: string, isCheckpointed: boolean): Promise<Image> {
  const running = join(folder, `${name}-running.db`);
  const store = await open(running);
  const user = { id: 'ada', name: 'Ada', claims: { plan: 'pro' } };
  const session = { selector: newId(), verifier: 'a'.repeat(64) };
  const { person } = await store.signIn({ app: 'shop', user, session, merge: null });
  const image: Image = {
    path: join(folder, `${name}.db`),
    epoch: store.epoch,
    person: person.id,
    conversations: [newId(), newId()].map((id) => ({ id, messages: [] })),
  };
  for (let i = 0; i < MESSAGES; i++) await write(store, image, image.conversations[i % 2]!, `message ${i} `.repeat(8));
  if (isCheckpointed) {
    const other = new DatabaseSync(running);
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
  }
  // what is in the files while it runs is what they hold when it is killed
  for (const part of FILES) cpSync(running + part, image.path + part);
  await store.close();
  return image;
}

let copies = 0;
function copy({ path }: Image): string {
  const made = join(folder, `copy-${copies++}.db`);
  for (const part of FILES) cpSync(path + part, made + part);
  return made;
}
const remove = (path: string) => {
  for (const part of FILES) rmSync(path + part, { force: true });
};

/** What a relay over these files does; fails when it serves anything else than what was written. */
async function outcome(path: string, image: Image): Promise<'whole' | 'does not start' | 'refuses to read'> {
  let store: Store;
  try {
    store = await open(path);
  } catch (error) {
    expect(error).toBeInstanceOf(SobaniError);
    expect(error).toMatchObject({ code: 'storage', path: 'database', message: expect.stringContaining('database') });
    return 'does not start';
  }
  try {
    expect(await store.person(image.person)).toMatchObject({ user: 'ada', name: 'Ada', claims: { plan: 'pro' } });
    const listed = await store.conversations(image.person, 10);
    expect(listed.map(({ id }) => id).sort()).toEqual(image.conversations.map(({ id }) => id).sort());
    for (const { id, messages } of image.conversations) {
      const log = await store.messages(id, { after: 0, before: null, limit: 100 });
      expect(log.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 1));
      expect(log.map((one) => [one.id, one.parts])).toEqual(
        messages.map((one) => [one.id, [{ type: 'text', text: one.text }]]),
      );
      // each is found by its id, so that none would be taken twice
      for (const one of messages) expect((await store.message(id, one.id))?.id).toBe(one.id);
    }
    return 'whole';
  } catch (error) {
    if (error instanceof Error && error.name === 'AssertionError') throw error;
    return 'refuses to read';
  } finally {
    await store.close();
  }
}

/** Damages copies at many places, and counts what became of them. */
async function damage(image: Image, part: string, how: (path: string, place: number) => void, places?: number[]) {
  const size = statSync(image.path + part).size;
  const counts = { whole: 0, 'does not start': 0, 'refuses to read': 0 };
  const run = async (place: number) => {
    const path = copy(image);
    try {
      how(path + part, place % (size * 8));
      counts[await outcome(path, image)]++;
    } finally {
      remove(path);
    }
  };
  if (places) for (const place of places) await run(place);
  else
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: size * 8 - 1 }), run), {
      numRuns: RUNS,
      endOnFailure: true,
    });
  return counts;
}

const cut = (path: string, place: number) => truncateSync(path, Math.floor(place / 8));
function flip(path: string, place: number): void {
  const bytes = readFileSync(path);
  bytes[Math.floor(place / 8)]! ^= 1 << (place % 8);
  writeFileSync(path, bytes);
}

describe('with all in the write-ahead log', () => {
  let image: Image;
  beforeAll(async () => {
    image = await makeImage('log', false);
  });

  test('untouched files are whole', async () => {
    const path = copy(image);
    expect(await outcome(path, image)).toBe('whole');
    // opened, checkpointed and closed: whole again, with the same epoch
    const store = await open(path);
    expect(store.epoch).toBe(image.epoch);
    await store.close();
    expect(await outcome(path, image)).toBe('whole');
  });

  test('a log that was cut short, at any place, is not opened: what was acknowledged would be gone', async () => {
    const counts = await damage(image, '-wal', cut);
    expect(counts).toMatchObject({ whole: 0, 'refuses to read': 0 });
  });

  test('nor is one that lost its last bytes', async () => {
    const size = statSync(`${image.path}-wal`).size;
    const last = Array.from({ length: Math.min(RUNS, 4_096) }, (_, i) => (size - 1 - i) * 8);
    expect(await damage(image, '-wal', cut, last)).toMatchObject({ whole: 0, 'refuses to read': 0 });
  });

  test('a database that is gone, while its log is there, is not begun anew', async () => {
    const path = copy(image);
    truncateSync(path, 0);
    expect(await outcome(path, image)).toBe('does not start');
    rmSync(path);
    expect(await outcome(path, image)).toBe('does not start');
  });

  test('a bit that flipped in the log, anywhere, is noticed', async () => {
    const counts = await damage(image, '-wal', flip);
    expect(counts['does not start']).toBeGreaterThan(RUNS * 0.9);
  });

  test('a write that was torn before it was acknowledged is not there, and all before it is', async () => {
    const path = `${image.path}-wal`;
    const frame = readFileSync(path).subarray(-4_120);
    const append = (to: string, place: number) =>
      writeFileSync(to, frame.subarray(0, Math.floor(place / 8) % 4_120), { flag: 'a' });
    expect(await damage(image, '-wal', append)).toEqual({ whole: RUNS, 'does not start': 0, 'refuses to read': 0 });
  });

  test('with a new epoch a relay goes on with what is left, without a gap', async () => {
    const path = copy(image);
    truncateSync(`${path}-wal`, statSync(`${path}-wal`).size - 5_000);
    await expect(open(path)).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining('new epoch') });
    await expect(open(path), 'refused again: looking has changed nothing').rejects.toMatchObject({ code: 'storage' });
    const store = await open(path, { newEpoch: true });
    expect(store.epoch).not.toBe(image.epoch);
    for (const { id, messages } of image.conversations) {
      const log = await store.messages(id, { after: 0, before: null, limit: 100 });
      expect(log.map((one) => one.id)).toEqual(messages.slice(0, log.length).map((one) => one.id));
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
    }
    await store.close();
  });
});

describe('with all in the database itself', () => {
  let image: Image;
  beforeAll(async () => {
    image = await makeImage('pages', true);
  });

  test('a file that was cut short is not opened', async () => {
    const counts = await damage(image, '', cut);
    expect(counts).toMatchObject({ whole: 0 });
  });

  test('a bit that flipped anywhere does no harm, or is noticed', async () => {
    const counts = await damage(image, '', flip);
    expect(counts.whole).toBeLessThan(RUNS);
  });

  test('a letter that changed in a stored text is never shown', async () => {
    const path = copy(image);
    const bytes = readFileSync(path);
    const place = bytes.indexOf('message 7 message 7');
    expect(place).toBeGreaterThan(0);
    bytes.write('massage 7', place);
    writeFileSync(path, bytes);
    expect(await outcome(path, image)).toBe('refuses to read');
    const store = await open(path);
    const reads = image.conversations.map(({ id }) => store.messages(id, { after: 0, before: null, limit: 100 }));
    const [even, odd] = await Promise.allSettled(reads);
    // the other conversation is served as ever
    expect(even).toMatchObject({ status: 'fulfilled', value: { length: MESSAGES / 2 } });
    expect(odd).toMatchObject({ status: 'rejected', reason: { code: 'storage' } });
    await store.close();
  });
});
