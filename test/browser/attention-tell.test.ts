import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { joinAttention } from '../../src/attention.js';
import { createStore, type Store } from '../../src/core/store.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import type { Message, Options } from '../../src/types.js';
import { AIKO, BOT, conversation, MIKA, message } from './panel-host.js';

let store: Store;
let clock: ReturnType<typeof fakeClock>;
let attention: ReturnType<typeof joinAttention>;
let isSpeaker: boolean;
let opened: unknown[];
let tones: number;
let notices: { title: string; body: string; silent: boolean; closed: boolean; press(): void }[];
let undo: () => void;

const see = (visibilityState: DocumentVisibilityState) => {
  Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
};

function begin(options: Partial<Options> = { attention: 'title, sound, notifications' }, permission = 'granted') {
  vi.stubGlobal(
    'AudioContext',
    class extends AudioContext {
      // as after a gesture
      override async resume() {}
      override createOscillator() {
        tones++;
        return super.createOscillator();
      }
    },
  );
  vi.stubGlobal(
    'Notification',
    class {
      static permission = permission;
      onclick = () => {};
      constructor(title: string, { body, silent }: { body: string; silent: boolean }) {
        const press = () => this.onclick();
        notices.push({ title, body, silent, closed: false, press });
      }
      close() {
        for (const notice of notices) notice.closed = true;
      }
    },
  );
  store = createStore({ app: 'shop', name: 'Kumo', ...options }, 'en');
  clock = fakeClock();
  const engine = { accounts: { clock, scope: { disk: { write: async () => true } } }, act: async () => {} };
  const messenger = { open: async (target: unknown) => void opened.push(target) };
  const onError = (error: Error) => {
    throw error;
  };
  attention = joinAttention({ store, onError } as never, engine as never, messenger as never, () => isSpeaker);
  // as the rooms do
  undo = store.listen((event, origin) => store.unread.value && attention.heard(event, origin));
  store.apply({ type: 'conversation', conversation: conversation({ readTo: 0 }) }, 'backend');
}
const come = (it: Message, origin: 'backend' | 'tab' | 'disk' = 'backend') =>
  store.apply({ type: 'message', message: it }, origin);
const later = async () => {
  await clock.advance(1_000);
  // the tone begins when the browser lets it
  await new Promise((resolve) => setTimeout(resolve, 50));
};

beforeEach(() => {
  document.title = 'Shop';
  isSpeaker = true;
  opened = [];
  notices = [];
  tones = 0;
  Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: true }, configurable: true });
});
afterEach(() => {
  attention.leave();
  undo();
  vi.unstubAllGlobals();
  delete (document as { visibilityState?: unknown }).visibilityState;
  delete (navigator as { userActivation?: unknown }).userActivation;
});

describe('an answer that nobody sees', () => {
  it('is counted in the title while the page is hidden, and only then', () => {
    begin();
    come(message(MIKA, 'Hello', { seq: 1 }));
    expect(document.title).toBe('Shop');
    see('hidden');
    expect(document.title).toBe('(1) Shop');
    come(message(MIKA, 'Still there?', { seq: 2 }));
    expect(document.title).toBe('(2) Shop');
    store.apply({ type: 'conversation', conversation: conversation({ readTo: 2 }) }, 'tab');
    expect(document.title).toBe('Shop');
    come(message(MIKA, 'One more', { seq: 3 }));
    see('visible');
    expect(document.title).toBe('Shop');
  });

  it('is heard once, however many come at once, when the visitor has turned that on', async () => {
    begin();
    come(message(MIKA, 'Hello', { seq: 1 }));
    await later();
    expect(tones).toBe(0);
    store.apply({ type: 'settings', settings: { sound: true } }, 'visitor');
    come(message(MIKA, 'Still there?', { seq: 2 }));
    come(message(MIKA, 'I have it', { seq: 3 }));
    await later();
    // two notes are one tone
    expect(tones).toBe(2);
  });

  it('is notified of while the page is hidden, and a press leads there', async () => {
    begin();
    store.apply({ type: 'settings', settings: { notifications: true } }, 'visitor');
    come(message(MIKA, 'Hello', { seq: 1 }));
    await later();
    expect(notices).toEqual([]);
    see('hidden');
    come(message(MIKA, 'It is in stock', { seq: 2 }));
    await later();
    expect(notices).toMatchObject([
      { title: 'Mika Sato · Kumo', body: 'It is in stock', silent: false, closed: false },
    ]);
    notices[0]!.press();
    expect(opened).toEqual([{ conversation: 'c1' }]);
    see('visible');
    expect(notices[0]!.closed).toBe(true);
  });

  it.each([
    ['the visitor’s own', () => come(message(AIKO, 'Mine', { seq: 9, state: 'sent' }))],
    ['the bot’s', () => come(message(BOT, 'Beep', { seq: 9 }))],
    ['one that another tab was told of', () => come(message(MIKA, 'Hi', { seq: 9 }), 'tab')],
    ['one that was kept', () => come(message(MIKA, 'Hi', { seq: 9 }), 'disk')],
    ['an older one', () => come(message(MIKA, 'Earlier', { seq: 1 }))],
    [
      'one that is on screen',
      () => {
        see('visible');
        store.apply({ type: 'panel', isOpen: true }, 'host');
        store.apply({ type: 'view', view: { screen: 'conversation', id: 'c1' } }, 'host');
        come(message(MIKA, 'Hi', { seq: 9 }));
      },
    ],
    [
      'one that is read elsewhere at once',
      () => {
        come(message(MIKA, 'Hi', { seq: 9 }));
        store.apply({ type: 'conversation', conversation: conversation({ readTo: 9 }) }, 'tab');
      },
    ],
    [
      'one of somebody who has signed out since',
      () => {
        come(message(MIKA, 'Hi', { seq: 9 }));
        store.apply({ type: 'cleared' }, 'system');
      },
    ],
    [
      'one in a tab that does not speak for the others',
      () => {
        isSpeaker = false;
        come(message(MIKA, 'Hi', { seq: 9 }));
      },
    ],
  ])('calls for nothing where it is %s', async (_what, happen) => {
    begin();
    store.apply({ type: 'settings', settings: { sound: true, notifications: true } }, 'visitor');
    come(message(MIKA, 'Before', { seq: 5 }), 'disk');
    see('hidden');
    happen();
    await later();
    expect([tones, notices]).toEqual([0, []]);
  });

  it.each([
    ['title', { attention: 'sound, notifications' }],
    ['nothing at all', {}],
  ])('calls for nothing that the host does not want: %s', async (what, options) => {
    begin(options);
    store.apply({ type: 'settings', settings: { sound: true, notifications: true } }, 'visitor');
    see('hidden');
    come(message(MIKA, 'Hello', { seq: 1 }));
    await later();
    expect(document.title).toBe('Shop');
    if (what !== 'title') expect([tones, notices]).toEqual([0, []]);
  });

  it('makes no notification that the browser does not allow', async () => {
    begin(undefined, 'default');
    store.apply({ type: 'settings', settings: { notifications: true } }, 'visitor');
    see('hidden');
    come(message(MIKA, 'Hello', { seq: 1 }));
    await later();
    expect(notices).toEqual([]);
  });

  it('leaves nothing behind', () => {
    begin();
    see('hidden');
    come(message(MIKA, 'Hello', { seq: 1 }));
    attention.leave();
    expect(document.title).toBe('Shop');
    see('hidden');
    expect(document.title).toBe('Shop');
  });
});

it('before the first gesture nothing is played, and no context is made', async () => {
  Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: false }, configurable: true });
  begin();
  store.apply({ type: 'settings', settings: { sound: true } }, 'visitor');
  come(message(MIKA, 'Hello', { seq: 1 }));
  await later();
  expect(tones).toBe(0);
});
