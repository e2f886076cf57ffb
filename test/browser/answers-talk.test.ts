import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HandoffRequest } from '../../src/core/ports.js';
import { faceOf } from '../../src/face.js';
import { createMessenger } from '../../src/messenger.js';
import { type MessengerPage, messengerPage } from '../../src/testing/messenger-page.js';
import { scriptedMatcher } from '../../src/testing/scripted-matcher.js';
import { scriptedTransport } from '../../src/testing/scripted-transport.js';
import type { Messenger, Options } from '../../src/types.js';
import { createLauncher } from '../../src/ui/launcher/launcher.js';
import { INTENTS, learn } from '../help/answers-train.js';

const MANIFEST = { v: 1, locales: { en: 'answers-en.json' }, fallback: 'en' };
const WORDS = 'Your money is back within 14 days.';
const FILE = { ...learn(), intents: INTENTS.map(({ article: _, ...intent }) => ({ ...intent, answer: WORDS })) };
const handoffs: HandoffRequest[] = [];
const errors: string[] = [];
let messenger: Messenger;
let page: MessengerPage;
let apps = 0;

beforeEach(() => {
  handoffs.length = errors.length = 0;
  const { fetch } = window;
  vi.spyOn(window, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input);
    if (!url.includes('/answers')) return fetch(input, init);
    return Response.json(url.endsWith('answers.json') ? MANIFEST : FILE);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await messenger.destroy();
});

async function ask(text: string, options: Partial<Options>) {
  const transport = scriptedTransport({
    abilities: {
      async handoff(request) {
        handoffs.push(request);
        return { id: request.message.id, seq: 99, at: 1 };
      },
    },
  });
  const given = { app: `talk${apps++}`, storage: 'none' as const, locale: 'en', transport, ...options };
  ({ messenger } = createMessenger(given, faceOf(createLauncher)));
  messenger.on('error', ({ error }) => errors.push(error.code));
  page = messengerPage(document, { timeout: 20_000 });
  await messenger.open('conversation');
  await page.type(text);
  await page.send();
  return transport;
}
const says = (text: string) => vi.waitFor(() => expect(page.text()).toContain(text), { timeout: 20_000 });

describe('with an answer model, and no flows', () => {
  it('a question that it is sure of is answered, and nobody else is asked', async () => {
    await ask('I want a refund', { answers: '/answers.json' });
    await says(WORDS);
    await says('Did that solve it?');
    expect(handoffs).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('what it says of itself is in the visitor’s language, also in another one later', async () => {
    await ask('I want a refund', { answers: '/answers.json', locale: 'de' });
    await says(WORDS);
    await says('Ist Ihre Frage damit geklärt?');
    await page.press('Ja, danke');
    await says('Das freut mich.');
    await messenger.setLocale('es');
    await page.type('I want a refund');
    await page.send();
    await says('¿Ha quedado resuelto?');
  });

  it('one that may be about several gets suggestions, each of which is an answer', async () => {
    await ask('can I pay on sunday when my parcel comes', { answers: '/answers.json' });
    await says('Which of these is it about?');
    await page.press('payment');
    await says(WORDS);
  });

  it('one about something else goes to a person', async () => {
    await ask('ズワイガニ', { answers: '/answers.json' });
    await says('I am passing you on to a person.');
    expect(handoffs).toMatchObject([{ reason: 'no-answer' }]);
    expect(errors).toEqual([]);
  });
});

describe('with a matcher of the host’s', () => {
  it('its answer grows on screen, with who says it, and is sent once', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const matcher = scriptedMatcher(
      [[{ confidence: 0.9 }, { text: 'It is ' }, () => gate, { text: 'a kettle.' }]],
      'Ada',
    );
    const transport = await ask('What is that?', { matcher });
    await says('It is');
    go();
    await says('It is a kettle.');
    await says('An automated answer by Ada');
    await says('Did that solve it?');
    await vi.waitFor(() => expect(transport.stored.map(({ by }) => by)).toEqual(['visitor', 'bot', 'bot']), 20_000);
    expect(transport.stored[1]!.parts).toEqual([
      { type: 'text', text: 'It is a kettle.' },
      { type: 'sources', text: 'An automated answer by Ada', sources: [] },
    ]);
    expect(errors).toEqual([]);
  });

  it('that breaks off is taken back, and the model answers', async () => {
    const matcher = scriptedMatcher([[{ confidence: 0.9, text: 'Well' }, new Error('reset')]]);
    const transport = await ask('I want a refund', { matcher, answers: '/answers.json' });
    await says(WORDS);
    expect(page.text()).not.toContain('Well');
    expect(errors).toEqual(['unavailable']);
    expect(JSON.stringify(transport.stored)).not.toContain('Well');
  });

  it('that is not sure leads to a person where there is nothing else', async () => {
    await ask('I want a refund', { matcher: scriptedMatcher([{ confidence: 0.1, text: 'Perhaps' }]) });
    await says('I am passing you on to a person.');
    expect(page.text()).not.toContain('Perhaps');
    expect(handoffs).toHaveLength(1);
  });
});
