import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import type { Ask } from '../../src/wire/frames.js';
import { encodeFrame, parseMessage, parseParts, parseServerFrame } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';
import { frames, message, refusalOf } from './frames-fixture.js';

readRichParts();

const parse = (value: unknown, asked: Ask['t'] = 'send') => parseServerFrame(JSON.stringify(value), () => asked);

describe('a frame of the relay', () => {
  it.each(frames)('%s passes whole', (_name, frame, asked) => {
    expect(parse(frame, asked)).toEqual(frame);
  });

  it.each(frames)('%s passes without fields that are not known', (_name, frame, asked) => {
    expect(parse({ ...frame, extra: 1, constructor: 'x', toString: null }, asked)).toEqual(frame);
  });

  it('answers an ask that nobody remembers with nothing', () => {
    expect(parseServerFrame('{"t":"ok","r":9,"data":{"id":7}}')).toEqual({ t: 'ok', r: 9, data: null });
  });

  it('leaves out an optional field that is null', () => {
    const frame = { t: 'error', r: null, code: 'auth', message: 'expired', path: null };
    expect(parse(frame)).toEqual({ t: 'error', code: 'auth', message: 'expired' });
  });

  it.each([
    ['{"t":"weather"}'],
    ['{"t":"constructor"}'],
    ['{"t":"__proto__"}'],
    ['{"t":"event","event":{"type":"presence"}}'],
    ['{"t":"event","event":{"type":"toString"}}'],
    ['{"t":"event","event":{"type":"closed","error":{}}}'],
  ])('%s of a later version is nothing', (text) => {
    expect(parseServerFrame(text)).toBeUndefined();
  });

  it.each([
    ['not JSON', '{', 'value'],
    ['nothing', '', 'value'],
    ['null', 'null', 'value'],
    ['a string', '"t"', 'value'],
    ['no t', '{}', 't'],
    ['a t that is no string', '{"t":["pong"]}', 't'],
  ])('%s is refused', (_name, text, path) => {
    expect(refusalOf(() => parseServerFrame(text))?.message).toContain(path);
  });

  it.each<[string, (frame: typeof message) => unknown, string]>([
    ['an id that is too long', (m) => ({ ...m, id: 'x'.repeat(129) }), 'event.message.id'],
    ['an empty id', (m) => ({ ...m, id: '' }), 'event.message.id'],
    ['an author of no kind', (m) => ({ ...m, author: { kind: 'ghost' } }), 'event.message.author.kind'],
    ['a name that is an object', (m) => ({ ...m, author: { kind: 'agent', name: {} } }), 'event.message.author.name'],
    ['place 0', (m) => ({ ...m, seq: 0 }), 'event.message.seq'],
    ['half a place', (m) => ({ ...m, seq: 1.5 }), 'event.message.seq'],
    ['a time that is a string', (m) => ({ ...m, at: '1' }), 'event.message.at'],
    ['parts that are no list', (m) => ({ ...m, parts: { 0: m.parts[0], length: 1 } }), 'event.message.parts'],
    [
      'too many parts',
      (m) => ({ ...m, parts: Array(LIMITS.parts + 1).fill({ type: 'text', text: '' }) }),
      'event.message.parts',
    ],
    [
      'a text that is too long',
      (m) => ({ ...m, parts: [{ type: 'text', text: 'x'.repeat(LIMITS.text + 1) }] }),
      'event.message.parts[0].text',
    ],
    [
      'a text that is a node',
      (m) => ({ ...m, parts: [{ type: 'text', text: { type: 'img', props: {} } }] }),
      'event.message.parts[0].text',
    ],
    [
      'a choice without label',
      (m) => ({ ...m, parts: [{ type: 'choices', choices: [{ id: 'a' }] }] }),
      'event.message.parts[0].choices[0].label',
    ],
  ])('with %s is refused, and the path says where', (_name, change, path) => {
    const frame = { t: 'event', event: { type: 'message', message: change(message), cursor: '1' } };
    expect(refusalOf(() => parse(frame))?.path).toBe(path);
  });
});

describe('parts', () => {
  it('keep type and text of a type that is not known, and nothing else', () => {
    const parts = [{ type: 'hologram', text: 'Three shoes', items: [1], __html: 'x' }, { type: 'constructor' }];
    expect(parseParts(parts, 'parts')).toEqual([{ type: 'hologram', text: 'Three shoes' }, { type: 'constructor' }]);
  });

  it('never carry what a renderer could take for a node', () => {
    const node = {
      type: 'text',
      text: 'x',
      props: { dangerouslySetInnerHTML: {} },
      constructor: null,
      __k: [],
      ref: {},
    };
    const [part] = parseParts([node], 'parts');
    expect(Reflect.ownKeys(part!)).toEqual(['type', 'text']);
  });

  it('are new objects, so that what was given cannot change them later', () => {
    const given = structuredClone(message);
    const parsed = parseMessage(given, 'message');
    given.parts[0]!.text = 'changed';
    expect(parsed.parts[0]).toEqual({ type: 'text', text: 'Hello' });
  });
});

describe('what is encoded', () => {
  it('is one line of JSON, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const frame = {
          t: 'send' as const,
          r: 1,
          message: { id: 'm1', conversation: 'c1', by: 'visitor' as const, parts: [{ type: 'text' as const, text }] },
        };
        const encoded = encodeFrame(frame);
        expect(encoded).not.toMatch(/[\n\r]/);
        expect(JSON.parse(encoded)).toEqual(frame);
      }),
    );
  });
});

it('takes from a name the marks that would turn the words after it, and leaves a text as it is', () => {
  const name = '\u2069\u202eAiko\u2067';
  const author = { kind: 'agent', name };
  const parts = [
    { type: 'event', event: 'assigned', name },
    { type: 'channels', reference: name, channels: [] },
    { type: 'text', text: name },
  ];
  expect(parseMessage({ ...message, author, parts }, '')).toMatchObject({
    author: { name: 'Aiko' },
    parts: [{ name: 'Aiko' }, { reference: 'Aiko' }, { text: name }],
  });
});
