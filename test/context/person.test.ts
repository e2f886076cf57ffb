// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Device, personSource } from '../../src/context/sources/person.js';

const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1';

/** The media queries that hold, and who listens to which. */
let media: Set<string>;
let listeners: [string, () => void][];
let told: Device[];
let idle: Set<() => void>;
let undo: () => void;

const define = (target: object, name: string, value: unknown) =>
  Object.defineProperty(target, name, { configurable: true, get: () => value });
const size = (width: number, height: number) => {
  define(window, 'innerWidth', width);
  define(window, 'innerHeight', height);
};
const start = () => {
  undo = personSource().start(({ device }) => told.push(device as Device), {
    now: Date.now,
    idle(run) {
      idle.add(run);
      return () => idle.delete(run);
    },
  });
};
const rest = () => {
  const runs = [...idle];
  idle.clear();
  for (const run of runs) run();
};
const device = () => {
  start();
  rest();
  undo();
  return told.at(-1)!;
};

beforeEach(() => {
  media = new Set();
  listeners = [];
  told = [];
  idle = new Set();
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: media.has(query),
    addEventListener: (_: string, listener: () => void) => listeners.push([query, listener]),
    removeEventListener: (_: string, listener: () => void) => {
      listeners = listeners.filter(([, one]) => one !== listener);
    },
  }));
  define(navigator, 'userAgent', MAC);
  define(navigator, 'languages', ['ja-JP', 'ja', 'en']);
  size(1024, 768);
});
afterEach(() => {
  undo();
  vi.unstubAllGlobals();
  for (const name of ['userAgent', 'languages', 'userAgentData'])
    delete (navigator as unknown as Record<string, unknown>)[name];
});

describe('what is told of the device', () => {
  it('is what every page is told', () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(device()).toEqual({
      languages: ['ja-JP', 'ja', 'en'],
      timeZone,
      viewport: { width: 1020, height: 770 },
      touch: false,
      colorScheme: 'light',
      reducedMotion: false,
      platform: 'macOS',
      mobile: false,
    });
  });

  it('follows what the person has set', () => {
    media = new Set(['(any-pointer: coarse)', '(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)']);
    expect(device()).toMatchObject({ touch: true, colorScheme: 'dark', reducedMotion: true });
  });

  it('has at most five languages', () => {
    define(navigator, 'languages', ['a', 'b', 'c', 'd', 'e', 'f']);
    expect(device().languages).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it.each([
    [PHONE, 'iOS', true],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/124.0.0.0 Mobile Safari/537.36',
      'Android',
      true,
    ],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/124.0.0.0 Safari/537.36', 'Chrome OS', false],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0', 'Windows', false],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0', 'Linux', false],
    ['Something Else/1.0', undefined, false],
  ])('has of %s the family alone', (userAgent, platform, mobile) => {
    define(navigator, 'userAgent', userAgent);
    const { platform: name, mobile: isMobile } = device();
    expect([name, isMobile]).toEqual([platform, mobile]);
  });

  it('has what client hints say, of which only those that every server is told', () => {
    define(navigator, 'userAgent', PHONE);
    const more = vi.fn();
    define(navigator, 'userAgentData', { platform: 'Windows', mobile: false, getHighEntropyValues: more });
    expect(device()).toMatchObject({ platform: 'Windows', mobile: false });
    expect(more).not.toHaveBeenCalled();
  });

  it('is asked of nothing that only tells devices apart', () => {
    const touched: string[] = [];
    const undone: (() => void)[] = [];
    const trap = (target: object | undefined, names: string) => {
      for (const name of names.split(' ')) {
        if (!target) continue;
        const before = Object.getOwnPropertyDescriptor(target, name);
        Object.defineProperty(target, name, {
          configurable: true,
          get() {
            touched.push(name);
            return before?.value;
          },
        });
        undone.push(() =>
          before ? Object.defineProperty(target, name, before) : Reflect.deleteProperty(target, name),
        );
      }
    };
    trap(
      navigator,
      'plugins mimeTypes getBattery hardwareConcurrency deviceMemory maxTouchPoints gpu mediaDevices keyboard connection appVersion oscpu buildID webdriver doNotTrack vendor productSub storage permissions getGamepads',
    );
    trap(HTMLCanvasElement.prototype, 'getContext toDataURL toBlob');
    trap(document, 'fonts');
    trap(
      window,
      'screen devicePixelRatio OffscreenCanvas AudioContext OfflineAudioContext speechSynthesis RTCPeerConnection outerWidth outerHeight WebGLRenderingContext',
    );
    try {
      void navigator.hardwareConcurrency;
      expect(touched.splice(0)).toEqual(['hardwareConcurrency']);
      start();
      rest();
      size(500, 500);
      window.dispatchEvent(new Event('resize'));
      rest();
      expect(told).toHaveLength(2);
      expect(touched).toEqual([]);
    } finally {
      for (const restore of undone) restore();
    }
  });
});

describe('the source', () => {
  it('tells when the page has nothing better to do, under functional', () => {
    expect(personSource()).toMatchObject({ name: 'device', category: 'functional' });
    start();
    expect(told).toEqual([]);
    rest();
    expect(told).toHaveLength(1);
  });

  it('tells again when the window has another size, however often it changed on the way', () => {
    start();
    rest();
    for (const width of [900, 700, 400]) {
      size(width, 768);
      window.dispatchEvent(new Event('resize'));
    }
    expect(idle.size).toBe(1);
    rest();
    expect(told.map(({ viewport }) => viewport.width)).toEqual([1020, 400]);
  });

  it('tells again when the colour scheme has changed', () => {
    start();
    rest();
    media.add('(prefers-color-scheme: dark)');
    for (const [query, listener] of listeners) if (query === '(prefers-color-scheme: dark)') listener();
    rest();
    expect(told.map(({ colorScheme }) => colorScheme)).toEqual(['light', 'dark']);
  });

  it('holds nothing up, and leaves nothing behind', () => {
    const add = vi.spyOn(window, 'addEventListener');
    const remove = vi.spyOn(window, 'removeEventListener');
    start();
    expect(add.mock.calls.map(([type, , options]) => [type, options])).toEqual([
      ['resize', { capture: true, passive: true }],
    ]);
    undo();
    expect(remove.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
      add.mock.calls.map(([type, listener]) => [type, listener]),
    );
    expect([idle.size, listeners.length]).toEqual([0, 0]);
    size(500, 500);
    window.dispatchEvent(new Event('resize'));
    expect(idle.size).toBe(0);
    expect(told).toEqual([]);
  });
});
