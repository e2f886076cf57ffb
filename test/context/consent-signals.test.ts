// @vitest-environment happy-dom
/** What the page and the browser say of consent: what follows from it, and that nothing that they do breaks anything. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changeConsent, switchPart } from '../../src/context/consent.js';
import { watchConsent } from '../../src/context/consent-signals.js';
import { createStore, type Store } from '../../src/core/store.js';
import { parseRows } from '../../src/storage/parse-rows.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { Consent } from '../../src/types.js';
import { newBrowser, openRooms } from '../storage/rooms-world.js';

type Hear = (data: unknown, isDone: unknown) => void;
const page = window as unknown as Record<string, unknown>;
const SECOND = 1_000;

let store: Store;
let clock: FakeClock;
let undo: () => void;
let less: Consent[];

const watch = (consentFrom: string | string[] = 'gcm, tcf, gpc') => {
  store = createStore({ app: 'shop', consentFrom }, 'en');
  undo = watchConsent({ store, clock, onLess: (was) => less.push(was) });
};
const analytics = () => store.consent.value.analytics;
/** As `gtag` does. */
const gtag = (...args: unknown[]) => {
  const entry = (
    function (this: void) {
      // biome-ignore lint/complexity/noArguments: that is what is pushed
      return arguments;
    } as (...all: unknown[]) => unknown
  )(...args);
  (page.dataLayer as unknown[]).push(entry);
};
const granted = { analytics_storage: 'granted' };
const denied = { analytics_storage: 'denied' };

/** A consent platform. */
function platform(first?: object) {
  const listeners = new Map<number, Hear>();
  let state: object = { eventStatus: 'tcloaded', gdprApplies: true, ...first };
  const tell = (id: number) => listeners.get(id)?.({ listenerId: id, ...state }, true);
  page.__tcfapi = vi.fn((command: string, _version: number, callback: Hear, id?: number) => {
    if (command === 'addEventListener') {
      listeners.set(listeners.size + 1, callback);
      if (first) tell(listeners.size);
    } else if (command === 'removeEventListener') callback(listeners.delete(id!), true);
  });
  return {
    listeners,
    say(change: object) {
      state = { eventStatus: 'useractioncomplete', gdprApplies: true, ...change };
      for (const id of listeners.keys()) tell(id);
    },
  };
}
const purposes = (...all: number[]) => ({ purpose: { consents: Object.fromEntries(all.map((one) => [one, true])) } });
const ALL = purposes(1, 8, 9);
const private_ = (value: unknown) => vi.stubGlobal('navigator', { globalPrivacyControl: value });

beforeEach(() => {
  clock = fakeClock();
  less = [];
  page.dataLayer = [];
});
afterEach(() => {
  undo();
  vi.unstubAllGlobals();
  for (const name of ['dataLayer', 'google_tag_data', '__tcfapi']) delete page[name];
});

describe('Google Consent Mode', () => {
  it.each<[string, () => void, boolean]>([
    ['that says nothing is no consent', () => {}, false],
    ['that denies by default is none', () => gtag('consent', 'default', denied), false],
    ['that grants by default is one', () => gtag('consent', 'default', granted), true],
    [
      'counts an update more than a default, whichever comes last',
      () => {
        gtag('consent', 'update', granted);
        gtag('consent', 'default', denied);
      },
      true,
    ],
    [
      'that denies functionality is none, whatever it grants',
      () => {
        gtag('consent', 'default', { ...granted, functionality_storage: 'denied' });
      },
      false,
    ],
    [
      'that speaks of advertising says nothing of this',
      () => gtag('consent', 'update', { ad_storage: 'granted' }),
      false,
    ],
    [
      'that grants in some region does not grant',
      () => gtag('consent', 'default', { ...granted, region: ['US'] }),
      false,
    ],
    [
      'that denies in some region denies',
      () => {
        gtag('consent', 'default', granted);
        gtag('consent', 'default', { ...denied, region: ['ES'] });
      },
      false,
    ],
    [
      'is what Google’s tag has made of all that, where it is there',
      () => {
        gtag('consent', 'default', { ...denied, region: ['ES'] });
        page.google_tag_data = { ics: { entries: { analytics_storage: { default: false, update: true } } } };
      },
      true,
    ],
    ['with words of another kind says nothing', () => gtag('consent', 'update', { analytics_storage: true }), false],
  ])('%s', (_title, say, expected) => {
    say();
    watch();
    expect(analytics()).toBe(expected);
  });

  it('is read as it changes, within a second, by looking only: the list is what it was', async () => {
    const list = page.dataLayer as unknown[];
    const { push } = list;
    watch();
    gtag('consent', 'update', granted);
    await clock.advance(SECOND);
    expect(analytics()).toBe(true);
    gtag('consent', 'update', denied);
    await clock.advance(SECOND);
    expect(analytics()).toBe(false);
    expect(less).toEqual([expect.objectContaining({ analytics: true })]);
    expect([page.dataLayer === list, list.push === push, list.length]).toEqual([true, true, 2]);
  });

  it('is read where the oldest of the list were dropped, and where it was replaced', async () => {
    watch();
    for (let i = 0; i < 300; i++) (page.dataLayer as unknown[]).push({ event: `${i}` });
    await clock.advance(SECOND);
    (page.dataLayer as unknown[]).splice(0, 200);
    gtag('consent', 'update', granted);
    await clock.advance(SECOND);
    expect(analytics()).toBe(true);
    page.dataLayer = [];
    gtag('consent', 'update', denied);
    await clock.advance(SECOND);
    expect(analytics()).toBe(false);
  });
});

describe('the TCF status', () => {
  it.each<[string, object, boolean]>([
    ['with each of the purposes is consent', ALL, true],
    ['without one of them is none', purposes(1, 8), false],
    [
      'by legitimate interest is none',
      { purpose: { consents: {}, legitimateInterests: { 1: true, 8: true, 9: true } } },
      false,
    ],
    ['where the GDPR does not apply says nothing', { ...ALL, gdprApplies: false }, false],
    ['that does not know yet whether it applies says nothing', { ...ALL, gdprApplies: undefined }, false],
    ['while the visitor is still asked says nothing', { ...ALL, eventStatus: 'cmpuishown' }, false],
    ['with something else than true is none', { purpose: { consents: { 1: 1, 8: 'true', 9: true } } }, false],
  ])('%s', (_title, state, expected) => {
    platform(state);
    watch();
    expect(analytics()).toBe(expected);
  });

  it('is heard as it changes, and a platform that comes later within a second', async () => {
    watch();
    const { say } = platform();
    await clock.advance(SECOND);
    say(ALL);
    expect(analytics()).toBe(true);
    say(purposes());
    expect([analytics(), less.length]).toEqual([false, 1]);
    // where it turns out not to apply, nothing is said any more
    say(ALL);
    say({ ...ALL, gdprApplies: false });
    expect(analytics()).toBe(false);
  });

  it('has no listener of ours at the end, also where it answers only after that', () => {
    const { listeners, say } = platform(ALL);
    watch();
    expect(listeners.size).toBe(1);
    undo();
    expect([listeners.size, clock.pending]).toEqual([0, 0]);
    const late = platform();
    watch();
    const { value } = store.consent;
    undo();
    expect(late.listeners.size).toBe(1);
    late.say(ALL);
    say(ALL);
    expect([late.listeners.size, store.consent.value]).toEqual([0, value]);
  });

  it('is not asked twice, and not at all where the option does not name it', async () => {
    platform(ALL);
    watch('gcm');
    await clock.advance(5 * SECOND);
    expect(page.__tcfapi).not.toHaveBeenCalled();
    expect(analytics()).toBe(false);
    store.apply({ type: 'options', options: { app: 'shop', consentFrom: ['tcf'] }, locale: 'en' }, 'host');
    await clock.advance(5 * SECOND);
    expect(page.__tcfapi).toHaveBeenCalledOnce();
    expect(analytics()).toBe(true);
    store.apply({ type: 'options', options: { app: 'shop', consentFrom: 'gcm' }, locale: 'en' }, 'host');
    expect(analytics()).toBe(false);
  });
});

describe('Global Privacy Control', () => {
  it('keeps analytics off whatever grants it, until the customer or the host says otherwise', async () => {
    private_(true);
    platform(ALL);
    gtag('consent', 'update', granted);
    watch('gcm,tcf');
    expect(analytics()).toBe(false);
    store.apply({ type: 'consent', consent: changeConsent(store.consent.value, { analytics: true }) }, 'host');
    await clock.advance(5 * SECOND);
    expect(store.consent.value).toEqual({ functional: false, analytics: true });
  });

  it.each([undefined, false, 'true', 1])('that is %j says nothing', (value) => {
    private_(value);
    platform(ALL);
    watch();
    expect(analytics()).toBe(true);
  });
});

describe('several of them', () => {
  it('are a yes where one says it and none says no', () => {
    platform(ALL);
    watch();
    expect(analytics()).toBe(true);
    undo();
    gtag('consent', 'default', denied);
    watch();
    expect(analytics()).toBe(false);
  });
});

describe('what is said here', () => {
  it('is not changed by them, be it yes or no', async () => {
    const { say } = platform(ALL);
    for (const value of [false, true]) {
      watch();
      store.apply({ type: 'consent', consent: changeConsent(store.consent.value, { analytics: value }) }, 'host');
      say(value ? purposes() : ALL);
      undo();
      // as it stands when the next page is loaded
      watch();
      store.apply({ type: 'consent', consent: { functional: true, analytics: value } }, 'disk');
      await clock.advance(5 * SECOND);
      expect(analytics()).toBe(value);
      undo();
    }
  });

  it('is taken back by a yes that turns into a no afterwards, on this page', () => {
    const { say } = platform(ALL);
    watch();
    store.apply({ type: 'consent', consent: { functional: true, analytics: true } }, 'host');
    say(purposes());
    expect([analytics(), less]).toEqual([false, [{ functional: true, analytics: true }]]);
    say(ALL);
    expect(analytics()).toBe(true);
    store.apply({ type: 'consent', consent: { functional: true, analytics: false } }, 'visitor');
    say(purposes());
    say(ALL);
    expect(analytics()).toBe(false);
  });

  it('of something else leaves them in force: what is functional, and what is kept back of the rest', () => {
    const { say } = platform(ALL);
    watch();
    const part = { source: 's', at: 1, value: 1, isShared: true };
    const parts = [{ ...part, key: 'journey', category: 'analytics' as const }];
    const change = changeConsent(store.consent.value, { functional: true });
    store.apply({ type: 'consent', consent: switchPart(change, parts, 'journey', false) }, 'visitor');
    expect(store.consent.value).toEqual({ functional: true, analytics: true, off: ['journey'], from: 'signals' });
    say(purposes());
    expect(store.consent.value).toEqual({ functional: true, analytics: false, off: ['journey'], from: 'signals' });
    // the switch is a word of the customer's own
    store.apply({ type: 'consent', consent: switchPart(store.consent.value, parts, 'journey', true) }, 'visitor');
    say(ALL);
    say({ ...ALL, gdprApplies: false });
    expect(store.consent.value).toEqual({ functional: true, analytics: true });
  });

  it('by whoever was here is not said by the next one', () => {
    platform(ALL);
    watch();
    store.apply({ type: 'consent', consent: { functional: true, analytics: false } }, 'host');
    store.apply({ type: 'cleared' }, 'system');
    expect(store.consent.value).toEqual({ functional: false, analytics: true, from: 'signals' });
  });

  it('is all there is where the option names nothing', () => {
    platform(ALL);
    watch('');
    expect(store.consent.value).toEqual({ functional: false, analytics: false });
  });

  it('is told apart on disk, where what signals said is not kept', async () => {
    const read = async (row: object) =>
      (await parseRows([['k', row]], (error) => expect.unreachable(error.message))).consent;
    expect(await read({ functional: true, analytics: true, from: 'signals' })).toEqual({
      functional: true,
      analytics: false,
      from: 'signals',
    });
    expect(await read({ functional: true, analytics: true })).toEqual({ functional: true, analytics: true });
  });
});

describe('whatever a page has there', () => {
  const throwing = new Proxy(() => {}, {
    get() {
      throw new Error('hostile');
    },
    apply() {
      throw new Error('hostile');
    },
  });
  const odd = fc.oneof(
    fc.anything({ maxDepth: 2 }),
    fc.constant(throwing),
    fc.constant([
      throwing,
      { 0: 'consent', 1: 'update', 2: throwing },
      null,
      { 0: 'consent', 1: 'constructor', 2: granted },
    ]),
    fc.constant({ ics: { entries: throwing } }),
    fc.constant((_command: unknown, _version: unknown, callback: Hear) => callback(throwing, true)),
    fc.constant((_command: unknown, _version: unknown, callback: Hear) => callback(null, 'yes')),
    fc.anything().map((data) => (_command: unknown, _version: unknown, callback: Hear) => callback(data, true)),
  );

  it('nothing is thrown, and nothing of it is consent', async () => {
    await fc.assert(
      fc.asyncProperty(odd, odd, odd, async (dataLayer, google_tag_data, __tcfapi) => {
        Object.assign(page, { dataLayer, google_tag_data, __tcfapi });
        watch();
        await clock.advance(SECOND);
        undo();
        expect([analytics(), clock.pending]).toEqual([false, 0]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('in the messenger', () => {
  it('a yes is in force and kept nowhere before the visitor acts; a no afterwards takes back what it let go', async () => {
    newBrowser();
    const { say } = platform(ALL);
    const withdraw = vi.fn(async (_parts: readonly string[]) => {});
    const { rooms, store: own, say: write, collector } = openRooms(memoryTransport(), { withdraw });
    undo = () => void rooms.leave();
    own.apply({ type: 'options', options: { app: 'shop', consentFrom: 'tcf' }, locale: 'en' }, 'host');
    await vi.waitFor(() => expect(own.consent.value.analytics).toBe(true));
    expect([await indexedDB.databases(), localStorage.length]).toEqual([[], 0]);
    const { snapshot } = await write('hello');
    expect(snapshot).toHaveProperty('journey');
    history.pushState(null, '', '/elsewhere');
    dispatchEvent(new Event('popstate'));
    say(purposes());
    expect(own.consent.value).toEqual({ functional: true, analytics: false, from: 'signals' });
    await vi.waitFor(() => expect(withdraw).toHaveBeenCalledOnce());
    expect(withdraw.mock.calls[0]![0]).toContain('journey');
    expect(collector.journey()).toHaveLength(1);
    expect((await write('again', 'c2')).snapshot).not.toHaveProperty('journey');
  });
});
