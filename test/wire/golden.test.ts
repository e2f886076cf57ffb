/** Frames of version 1 of the wire protocol, as they are out in the world: pages are cached, relays are upgraded later. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseClientFrame } from '../../src/relay/frames.js';
import { type Ask, CLOSE, type ClientFrame, PROTOCOL, type ServerFrame, SOCKET_PATH } from '../../src/wire/frames.js';
import { parseServerFrame } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';
import { message, openDesk, snapshot, startRelay, visit } from '../relay/support.js';
import { connected, ScriptedSocket } from '../transport/scripted-socket.js';

readRichParts();

interface Golden {
  client: ClientFrame[];
  server: { frame: ServerFrame; answers?: Ask['t'] }[];
  codes: string[];
  path: string;
  closes: Record<string, number>;
}
/** Frozen: never edited. Every later version must read these frames, and one that cannot is another protocol. */
const read = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(`./golden/${name}.json`, import.meta.url), 'utf8')) as T;
const first = read<Golden>('frames-v1');
/** What version 1 has learned to say since. Frozen like the first. */
const later = read<Pick<Golden, 'client' | 'server'>>('frames-v1-parts');
const golden: Golden = {
  ...first,
  client: [...first.client, ...later.client],
  server: [...first.server, ...later.server],
};

/** Objects whose keys are the sender's own. */
const RECORDS = new Set(['after', 'traits', 'attributes']);
/** The same with members everywhere that only a later version knows. */
const extended = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((one) => extended(one));
  if (typeof value !== 'object' || value === null || RECORDS.has(key)) return value;
  const known = Object.entries(value).map(([name, one]) => [name, extended(one, name)] as const);
  return { later: { than: [1] }, ...Object.fromEntries(known), constructor: 'x', toString: null, ['__proto__']: 7 };
};
const name = (frame: { t: string }) => `${frame.t} ${JSON.stringify(frame).slice(0, 100)}`;
const client = golden.client.map((frame) => [name(frame), frame] as const);
const server = golden.server.map(({ frame, answers }) => [name(frame), frame, answers] as const);

describe('a frame that a relay of version 1 sends', () => {
  it.each(server)('is read: %s', (_name, frame, answers) => {
    expect(parseServerFrame(JSON.stringify(frame), () => answers)).toEqual(frame);
  });

  it.each(server)('is read the same with members of a later version: %s', (_name, frame, answers) => {
    expect(parseServerFrame(JSON.stringify(extended(frame)), () => answers)).toEqual(frame);
  });

  it.each(golden.codes)('may be an error of code %s', (code) => {
    const frame = { t: 'error', r: 1, code, message: 'why' };
    expect(parseServerFrame(JSON.stringify(frame))).toEqual(frame);
  });
});

describe('a frame that a messenger of version 1 sends', () => {
  it.each(client)('is taken by the relay: %s', (_name, frame) => {
    expect(parseClientFrame(JSON.stringify(frame))).toEqual({ frame });
  });

  it.each(client)('is taken the same with members of a later version: %s', (_name, frame) => {
    expect(parseClientFrame(JSON.stringify(extended(frame)))).toEqual({ frame });
  });
});

it('one of every frame is here', () => {
  const sent = new Set(golden.client.map(({ t }) => t));
  expect([...sent].sort()).toEqual(
    'close context conversations erase handoff hello history ping rate read revoke send subscribe typing'.split(' '),
  );
  const told = new Set(golden.server.map(({ frame }) => (frame.t === 'event' ? frame.event.type : frame.t)));
  expect([...told].sort()).toEqual('caught-up conversation error message ok pong reset typing welcome'.split(' '));
});

it('version, path and close codes are what they were', () => {
  expect(PROTOCOL).toBe(1);
  expect(SOCKET_PATH).toBe(golden.path);
  expect(CLOSE).toEqual(golden.closes);
});

describe('what is sent today', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    ScriptedSocket.all = [];
  });

  // a locale is always known here
  it.each(client.filter(([, frame]) => frame.t !== 'hello' || frame.locale))(
    'is the same frame: %s',
    async (_name, frame) => {
      const { t } = frame;
      const told = t === 'hello' ? { locale: frame.locale!, secret: frame.secret!, token: frame.token! } : {};
      const { session, socket } = await connected(told);
      let answer: Promise<unknown> | undefined;
      if (t === 'subscribe') session.subscribe(frame.after, () => {});
      else if (t === 'send') answer = session.send(frame.message);
      else if (t === 'handoff') answer = session.handoff!(without(frame));
      else if (t === 'history') answer = session.history(without(frame));
      else if (t === 'context') answer = session.context!(frame.conversation, frame.snapshot!);
      else if (t === 'rate') answer = session.rate!(frame.conversation, frame.rating);
      else if (t === 'close') answer = session.close!(frame.conversation);
      else if (t === 'conversations' || t === 'revoke' || t === 'erase') answer = session[t]!();
      else if (t === 'typing') session.typing!(frame.conversation, frame.on);
      else if (t === 'read') session.read!(frame.conversation, frame.seq);
      else if (t === 'ping') vi.advanceTimersByTime(25_000);
      answer?.catch(() => {});
      expect(socket.frame(t)).toEqual('r' in frame ? { ...frame, r: expect.any(Number) } : frame);
    },
  );
});

const without = <T extends { t: string; r: number }>({ t: _t, r: _r, ...rest }: T) => rest;

/** Members that a frame has, with the type of each, as `event.message.seq: number`. */
const shapeOf = (value: unknown, path = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => shapeOf(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? null : typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => shapeOf(one, path ? `${path}.${key}` : key));
};

it('the relay of today says nothing that version 1 did not', async () => {
  // what came with files has a golden file of its own
  const { url } = await startRelay({ uploads: false });
  const mine = 'C'.repeat(22);
  const visitor = await visit(url);
  await visitor.ask({ t: 'send', message: message(mine, 'hi') });
  await visitor.ask({ t: 'handoff', message: message(mine, 'a person, please'), snapshot, tags: ['vip'] });
  const desk = await openDesk(url);
  desk.send({ t: 'typing', conversation: mine, on: true });
  await desk.ask({ t: 'reply', id: 'R'.repeat(22), conversation: mine, text: 'hello' });
  await visitor.ask({ t: 'history', conversation: mine, before: null, limit: 50 });
  await visitor.ask({ t: 'conversations' });
  await visitor.answer({ t: 'send', message: message('', '') });
  await visitor.ask({ t: 'subscribe', after: { [mine]: 'another-epoch:3' } });
  await visitor.event('reset');
  await visitor.settled();
  await visitor.ask({ t: 'revoke' });

  const known = new Set(golden.server.flatMap(({ frame }) => shapeOf(frame)));
  const said = new Set(visitor.all.flatMap((frame) => shapeOf(frame)));
  expect([...said].filter((member) => !known.has(member))).toEqual([]);
  expect(new Set(visitor.all.map((frame) => (frame.t === 'event' ? frame.event.type : frame.t)))).toEqual(
    new Set(golden.server.map(({ frame }) => (frame.t === 'event' ? frame.event.type : frame.t))),
  );
});
