/** Frames that came to version 1 of the wire protocol with hand-offs. Frozen, as those before them. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { parseClientFrame } from '../../src/relay/frames.js';
import type { Ask, ClientFrame, ServerFrame } from '../../src/wire/frames.js';
import { parseServerFrame } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';
import { connected, ScriptedSocket } from '../transport/scripted-socket.js';

readRichParts();

interface Golden {
  client: ClientFrame[];
  server: { frame: ServerFrame; answers?: Ask['t'] }[];
}
const golden = JSON.parse(readFileSync(new URL('./golden/frames-v1-handoff.json', import.meta.url), 'utf8')) as Golden;
const client = golden.client.map((frame) => [frame.t, frame] as const);
const server = golden.server.map(({ frame, answers }) => [frame.t, frame, answers] as const);

describe('a frame of a hand-off', () => {
  it.each(server)('that a relay sends is read: %s', (_name, frame, answers) => {
    expect(parseServerFrame(JSON.stringify(frame), () => answers)).toEqual(frame);
  });

  it.each(client)('that a messenger sends is taken by the relay: %s', (_name, frame) => {
    expect(parseClientFrame(JSON.stringify(frame))).toEqual({ frame });
  });

  it('keeps a way to reach the team that only a later version knows', () => {
    const text = JSON.stringify(golden.server[2]!.frame).replace('"phone"', '"pigeon"');
    expect(parseServerFrame(text)).toEqual(JSON.parse(text));
  });
});

describe('a session', () => {
  afterEach(() => {
    ScriptedSocket.all = [];
  });

  it('asks for a hand-off with all that is known', async () => {
    const { session, socket } = await connected();
    const { t: _t, r: _r, ...request } = golden.client[0] as Ask & { t: 'handoff' };
    session.handoff!(request).catch(() => {});
    expect(socket.frame('handoff')).toEqual({ ...golden.client[0], r: expect.any(Number) });
  });

  it('has no way to have a transcript mailed where the relay does not say so', async () => {
    const { session } = await connected();
    expect(session).not.toHaveProperty('transcript');
  });
});
