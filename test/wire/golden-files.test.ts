/** Frames that came to version 1 of the wire protocol with files. Frozen, as those before them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseClientFrame } from '../../src/relay/frames.js';
import type { Ask, ClientFrame, ServerFrame } from '../../src/wire/frames.js';
import { parseServerFrame } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';

readRichParts();

interface Golden {
  client: ClientFrame[];
  server: { frame: ServerFrame; answers?: Ask['t'] }[];
}
const golden = JSON.parse(readFileSync(new URL('./golden/frames-v1-files.json', import.meta.url), 'utf8')) as Golden;

describe('a frame about files', () => {
  it.each(golden.server)('that a relay sends is read: $frame.t', ({ frame, answers }) => {
    expect(parseServerFrame(JSON.stringify(frame), () => answers)).toEqual(frame);
  });

  it.each(golden.client)('that a messenger sends is taken by the relay: $t', (frame) => {
    expect(parseClientFrame(JSON.stringify(frame))).toEqual({ frame });
  });

  it.each([
    ['a name that is an object', { name: { type: 'b' } }],
    ['no id', { id: '' }],
    ['a size below nothing', { size: -1 }],
    ['a width of none', { width: 0 }],
  ])('with %s is refused on both sides', (_, wrong) => {
    const [send] = structuredClone(golden.client) as (Ask & { t: 'send' })[];
    Object.assign(send!.message.parts[1]!, wrong);
    expect(parseClientFrame(JSON.stringify(send)).refused).toMatchObject({ code: 'invalid' });
    const told = structuredClone(golden.server[2]!.frame) as { event: { message: { parts: object[] } } };
    Object.assign(told.event.message.parts[0]!, wrong);
    expect(() => parseServerFrame(JSON.stringify(told))).toThrow('expected');
  });
});
