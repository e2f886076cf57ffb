import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/handoff/assemble.js';
import { parseClientFrame } from '../../src/relay/frames.js';
import type { Author, HandoffDetails, Json, Message } from '../../src/types.js';

const conversation = 'qjJo4QLOD5FCEZnxbyA6KA';
const say = (kind: Author['kind'], text: string): Message => ({
  ...{ id: 'm', conversation, author: { kind }, parts: [{ type: 'text', text }], at: 0 },
});
const made = (words: string[], vars: Record<string, Json> = {}, said: HandoffDetails = {}) =>
  assemble({ messages: words.map((text) => say('visitor', text)), vars, locales: ['en-GB', 'ja'], said });

describe('what goes along with a hand-off', () => {
  it('says what was asked, in which language and tone, and what the matcher made of it', () => {
    const vars = { order: '1042', intent: { id: 'parcel', confidence: 0.92, more: 1 }, message: 'x' };
    expect(made(['Where is my parcel? This is unacceptable.'], vars)).toEqual({
      summary: {
        asked: ['Where is my parcel? This is unacceptable.'],
        ...{ tried: [], answered: [], collected: { order: '1042' } },
      },
      intent: { id: 'parcel', confidence: 0.92 },
      language: 'en-GB',
      tone: 'angry',
      priority: 'high',
    });
  });

  it('is Japanese where the visitor writes it, whatever the page is in', () => {
    expect(made(['至急お願いします。注文をキャンセルしたいです'])).toMatchObject({
      ...{ language: 'ja', tone: 'urgent', priority: 'high' },
    });
  });

  it('has no priority where the visitor is calm, and that of the flow where it set one', () => {
    expect(made(['Where is my parcel?'])).not.toHaveProperty('priority');
    expect(made(['This is unacceptable, you liars'], {}, { priority: 'low' })).toMatchObject({ priority: 'low' });
  });

  it('forgets an anger that has passed', () => {
    const calm = ['Thank you, that helps.', 'One more thing', 'about the tray', 'which you sell', 'is it wood'];
    expect(made(['You are liars, this is a scam', ...calm]).tone).toBe('plain');
    expect(made([...calm.slice(1), 'You are liars, this is a scam']).tone).toBe('angry');
  });

  it('says nothing that cannot be told', () => {
    expect(made([])).toEqual({});
    expect(made(['1042'])).not.toHaveProperty('language');
  });

  it.each([
    ['parcel'],
    [{ id: 'parcel' }],
    [{ id: '', confidence: 1 }],
    [{ id: 'x'.repeat(65), confidence: 1 }],
    [{ id: 'parcel', confidence: 1.2 }],
    [{ id: 7, confidence: 1 }],
    [['parcel']],
  ])('takes %j for no verdict of the matcher', (intent) => {
    expect(made(['hi there'], { intent })).not.toHaveProperty('intent');
  });
});

it('whatever was said, a relay takes it', () => {
  const wide = fc.constantFrom('急須の蓋が割れていました'.repeat(20), 'x'.repeat(400), '\u{1f600}'.repeat(150), 'ok?');
  const text = fc.oneof(wide, fc.string({ unit: 'binary' }));
  const message = fc.record({
    kind: fc.constantFrom<Author['kind']>('visitor', 'bot'),
    parts: fc.array(
      fc.oneof(
        text.map((one) => ({ type: 'text' as const, text: one })),
        fc.tuple(fc.string({ minLength: 1, maxLength: 128 }), text).map(([article, title]) => ({
          ...{ type: 'article' as const, article, title },
        })),
      ),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 40 }),
      fc.dictionary(text, fc.oneof(text, fc.double()), { maxKeys: 30 }),
      (all, vars) => {
        const messages = all.map(({ kind, parts }) => ({ ...say(kind, ''), parts }));
        const details = assemble({ messages, vars, locales: ['en', 'ja'] });
        const frame = {
          ...{ t: 'handoff', r: 1, tags: [], message: { id: conversation, conversation, by: 'bot' } },
          ...{ snapshot: { v: 1, page: { url: '', title: '', language: '' }, locale: 'en' }, ...details },
        };
        const parts = [{ type: 'text', text: 'hi' }];
        expect(parseClientFrame(JSON.stringify({ ...frame, message: { ...frame.message, parts } }))).not.toHaveProperty(
          'refused',
        );
      },
    ),
    { numRuns: 30 },
  );
});
