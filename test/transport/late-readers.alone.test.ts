/** Parts whose readers are not here yet, as the transport to our relay takes them. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RemoteMessage } from '../../src/core/ports.js';
import * as TIMES from '../../src/core/times.js';
import { partShapes } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';
import { connected, ScriptedSocket, told } from './scripted-socket.js';

const { fetchReaders } = vi.hoisted(() => ({ fetchReaders: vi.fn<() => Promise<void>>() }));
vi.mock('../../src/wire/parse.js', async (original) => ({ ...(await original<object>()), fetchReaders }));

const everyday = { ...partShapes };
let come: () => void;
let fail: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  for (const type of Object.keys(partShapes)) if (!Object.hasOwn(everyday, type)) delete partShapes[type];
  fetchReaders.mockReset().mockImplementation(
    () =>
      new Promise((resolve, reject) => {
        come = () => {
          readRichParts();
          resolve();
        };
        fail = () => reject(new TypeError('no such file'));
      }),
  );
});
afterEach(() => {
  vi.useRealTimers();
  ScriptedSocket.all = [];
});

const rich = { type: 'buttons', text: 'What next?', buttons: [{ label: 'Track' }] };
const plain = { type: 'text', text: 'hi' };
const short = { type: 'buttons', text: 'What next?' };
const say = (seq: number, part: object) => ({
  t: 'event',
  event: { ...told, message: { ...told.message, id: `m${seq}`, seq, parts: [part] }, cursor: `${seq}` },
});
const tick = () => vi.advanceTimersByTimeAsync(0);

async function listening() {
  const { socket, session, events, listen } = await connected();
  session.subscribe({}, listen);
  const parts = () => events.map((event) => (event.type === 'message' ? event.message.parts[0] : event.type));
  return { socket, session, parts };
}

it('words need none', async () => {
  const { socket, parts } = await listening();
  socket.tell(say(1, plain));
  expect(parts()).toEqual([plain]);
  expect(fetchReaders).not.toHaveBeenCalled();
});

it('what comes while they are fetched waits, so that all keep their order', async () => {
  const { socket, session, parts } = await listening();
  const page = session.history({ conversation: 'c1', before: null, limit: 10 });
  let history: RemoteMessage[] | undefined;
  void page.then(({ messages }) => {
    history = messages;
  });
  socket.tell(say(1, plain));
  socket.tell(say(2, rich));
  socket.answer('history', { messages: [say(9, rich).event.message], before: null });
  socket.tell(say(3, plain));
  socket.tell(say(4, rich));
  await tick();
  expect([parts(), history]).toEqual([[plain], undefined]);
  come();
  await tick();
  expect(parts()).toEqual([plain, rich, plain, rich]);
  expect(history![0]!.parts).toEqual([rich]);
  socket.tell(say(5, rich));
  expect(parts().at(-1)).toEqual(rich);
  expect(fetchReaders).toHaveBeenCalledTimes(1);
});

it('where they cannot be had the text is there, and the next session tries again', async () => {
  const { socket, parts } = await listening();
  socket.tell(say(1, rich));
  socket.tell(say(2, plain));
  fail();
  await tick();
  expect(parts()).toEqual([short, plain]);
  socket.tell(say(3, rich));
  expect(parts()).toEqual([short, plain, short]);
  expect(fetchReaders).toHaveBeenCalledTimes(1);

  const next = await listening();
  next.socket.tell(say(4, rich));
  come();
  await tick();
  expect(next.parts()).toEqual([rich]);
});

it('where they take too long the text is there, and what comes once they are here is whole', async () => {
  const { socket, parts } = await listening();
  socket.tell(say(1, rich));
  socket.tell(say(2, plain));
  await vi.advanceTimersByTimeAsync(TIMES.readers);
  expect(parts()).toEqual([short, plain]);
  come();
  await tick();
  socket.tell(say(3, rich));
  expect(parts()).toEqual([short, plain, rich]);
});

it('a type that nobody knows holds up a session once', async () => {
  const { socket, parts } = await listening();
  const strange = { type: 'hologram', text: 'Look' };
  socket.tell(say(1, strange));
  come();
  await tick();
  socket.tell(say(2, strange));
  expect(parts()).toEqual([strange, strange]);
});

it('a session that ends meanwhile tells nothing any more', async () => {
  const { socket, parts } = await listening();
  socket.tell(say(1, rich));
  socket.onclose?.({ code: 1006 });
  come();
  await tick();
  expect(parts()).toEqual(['closed']);
});

it('a frame that is none ends the session when its turn comes', async () => {
  const { socket, parts } = await listening();
  socket.tell(say(1, rich));
  socket.tellRaw('{');
  socket.tell(say(2, plain));
  come();
  await tick();
  expect(parts()).toEqual([rich, 'closed']);
  expect(socket.isClosed).toBe(true);
});
