/** Files on their way out: with their message on disk, at the back end before it. */
import { beforeEach, expect, it } from 'vitest';
import { createDelivery, type Delivery } from '../../src/core/delivery.js';
import { SobaniError } from '../../src/core/errors.js';
import type { Upload } from '../../src/core/file-ports.js';
import type { Change, Session } from '../../src/core/ports.js';
import { fileKey } from '../../src/core/rows.js';
import type { Store } from '../../src/core/store.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.js';
import type { FilePart } from '../../src/types.js';
import { type FakeDisk, fakeDisk, keysOf, message, newStore, offline } from './world.js';

const PART: FilePart = { type: 'file', id: 'f', name: 'a.txt', size: 1, media: 'text/plain' };
const BYTES = new Blob(['a'], { type: 'text/plain' });

let store: Store;
let disk: FakeDisk;
let clock: FakeClock;
let delivery: Delivery;
let transport: ScriptedTransport;
/** Each upload: its signal, and what ends it. */
let uploads: { signal: AbortSignal; end(outcome?: SobaniError): void }[];

const upload: Upload = (item, _, signal) =>
  new Promise((resolve, reject) => {
    const done = item.message.parts.map((part) =>
      part.type === 'file' ? { ...part, name: 'as-the-relay-says.txt' } : part,
    );
    uploads.push({ signal, end: (error) => (error ? reject(error) : resolve(done)) });
  });
const connect = async (): Promise<Session> => {
  transport = scriptedTransport();
  const session = await transport.connect({
    ...{ app: 'shop', secret: null, token: null, locale: 'en' },
    signal: new AbortController().signal,
  });
  delivery.start(session);
  await clock.advance(0);
  return session;
};
const attach = () => delivery.enqueue(message('m', { parts: [PART] }), undefined, [[fileKey('f'), BYTES]]);
const state = () => store.messages('c').value.find(({ id }) => id === 'm');
const files = () => keysOf(disk).filter((key) => key.startsWith('b/'));

beforeEach(() => {
  store = newStore();
  disk = fakeDisk();
  clock = fakeClock();
  uploads = [];
  delivery = createDelivery(store, disk, clock, undefined, upload);
});

it('a message and its file are saved in one transaction', async () => {
  const appended: (readonly Change[])[] = [];
  const { append } = disk;
  disk.append = (prefix, make) =>
    append(prefix, (n) => {
      const changes = make(n);
      appended.push(changes);
      return changes;
    });
  expect(await attach()).toBe('queued');
  expect(appended.map((changes) => changes.map(([key]) => key.split('/')[0]))).toEqual([['b', 'o']]);
});

it('the file is at the back end before the message, which names it as the back end does', async () => {
  await attach();
  await connect();
  expect(transport.attempts).toEqual([]);
  uploads[0]!.end();
  await clock.advance(0);
  expect(transport.attempts[0]!.parts).toEqual([{ ...PART, name: 'as-the-relay-says.txt' }]);
  expect(state()?.state).toBe('sent');
  expect(files()).toEqual([]);
});

it('an upload that broke off is begun again, and one that was refused fails with its file kept', async () => {
  await attach();
  await connect();
  uploads[0]!.end(offline());
  await clock.advance(20_000);
  expect(uploads).toHaveLength(2);
  uploads[1]!.end(new SobaniError('cancelled', 'Stopped.'));
  await clock.advance(0);
  expect(state()).toMatchObject({ state: 'failed', reason: 'cancelled' });
  expect(files()).toEqual(['b/f']);
  delivery.retry('m');
  await clock.advance(0);
  uploads[2]!.end();
  await clock.advance(0);
  expect(transport.attempts.map(({ id }) => id)).toEqual(['m']);
});

it('a file is given up with its message', async () => {
  await attach();
  await connect();
  uploads[0]!.end(new SobaniError('unsupported', 'No.'));
  await clock.advance(0);
  delivery.discard('m');
  await clock.advance(0);
  expect(keysOf(disk)).toEqual([]);
});

it.each([
  ['the connection is lost', () => delivery.stop()],
  ['the visitor has left', () => delivery.close()],
])('an upload ends when %s, and what comes of it is not sent', async (_, end) => {
  await attach();
  await connect();
  end();
  expect(uploads[0]!.signal.aborted).toBe(true);
  uploads[0]!.end();
  await clock.advance(60_000);
  expect(transport.attempts).toEqual([]);
});
