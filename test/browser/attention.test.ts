/// <reference types="@vitest/browser-playwright" />
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { type Collector, createCollector } from '../../src/context/collector.js';

let collector: Collector;
let now = 0;
let visibility: DocumentVisibilityState;
const address = location.href;

const here = () => collector.journey().at(-1)!;
const show = (state: DocumentVisibilityState) => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
};
const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
const tall = (height: number) => {
  const element = document.body.appendChild(document.createElement('main'));
  element.style.height = `${height}px`;
  return element;
};

beforeEach(() => {
  now = 1_000;
  visibility = 'visible';
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => visibility === 'hidden');
});
afterEach(() => {
  collector.detach();
  vi.restoreAllMocks();
  document.body.replaceChildren();
  history.replaceState(null, '', address);
  scrollTo(0, 0);
});
const start = () => {
  collector = createCollector({}, () => now);
};

describe('how long a page was looked at', () => {
  it('is counted while it is to be seen', () => {
    start();
    now += 3_000;
    expect(here().ms).toBe(3_000);
    now += 1_000;
    show('hidden');
    now += 60_000;
    expect(here().ms).toBe(4_000);
    show('visible');
    now += 500;
    expect(here().ms).toBe(4_500);
  });

  it('begins anew with each page, also in the same document', async () => {
    start();
    now += 3_000;
    history.pushState(null, '', '/next');
    await vi.waitFor(() => expect(collector.journey()).toHaveLength(2));
    now += 200;
    expect(collector.journey().map(({ ms }) => ms)).toEqual([3_000, 200]);
  });

  it('is nothing of a page that nobody has seen yet', () => {
    visibility = 'hidden';
    start();
    now += 5_000;
    expect(here().ms).toBe(0);
  });

  it('does not shrink when the clock is put back', () => {
    start();
    now += 3_000;
    expect(here().ms).toBe(3_000);
    now -= 10_000;
    expect(here().ms).toBe(3_000);
  });

  it('takes no timer', () => {
    const timers = [vi.spyOn(window, 'setTimeout'), vi.spyOn(window, 'setInterval')];
    start();
    show('hidden');
    show('visible');
    for (const timer of timers) expect(timer).not.toHaveBeenCalled();
  });
});

describe('how far down a page was seen', () => {
  it('is what the window shows at first, and the furthest that was scrolled to', async () => {
    tall(innerHeight * 4 - 16);
    document.body.style.margin = '8px';
    start();
    expect(here().depth).toBeUndefined();
    await vi.waitFor(() => expect(here().depth).toBe(25));
    scrollTo(0, innerHeight);
    await vi.waitFor(() => expect(here().depth).toBe(50));
    scrollTo(0, 0);
    await frame();
    expect(here().depth).toBe(50);
    scrollTo(0, innerHeight * 9);
    await vi.waitFor(() => expect(here().depth).toBe(100));
  });

  it('of the next page in the same document is not known before it is scrolled', async () => {
    tall(innerHeight * 4);
    start();
    scrollTo(0, innerHeight * 9);
    await vi.waitFor(() => expect(here().depth).toBe(100));
    history.pushState(null, '', '/next');
    await vi.waitFor(() => expect(collector.journey()).toHaveLength(2));
    await frame();
    expect(here().depth).toBeUndefined();
    scrollTo(0, 0);
    await vi.waitFor(() => expect(here().depth).toBeLessThan(40));
    expect(collector.journey()[0]!.depth).toBe(100);
  });

  it('is not what a part of the page was scrolled to', async () => {
    const part = tall(100);
    part.style.overflow = 'scroll';
    part.append(document.createElement('p'));
    (part.firstChild as HTMLElement).style.height = '1000px';
    tall(innerHeight * 3);
    start();
    await vi.waitFor(() => expect(here().depth).toBeGreaterThan(0));
    const before = here().depth;
    part.scrollTo(0, 1_000);
    await frame();
    expect(here().depth).toBe(before);
  });
});

describe('what it costs the page', () => {
  /** Times that somebody asked how large a thing is, or how far it is scrolled. */
  const watchReads = () => {
    const getters = (['scrollTop', 'clientHeight', 'scrollHeight'] as const).map((name) =>
      vi.spyOn(Element.prototype, name, 'get'),
    );
    return () => Math.max(...getters.map((getter) => getter.mock.calls.length));
  };

  it('is one look in an idle time, however often it is scrolled before', async () => {
    tall(innerHeight * 9);
    const runs: (() => void)[] = [];
    vi.spyOn(window, 'requestIdleCallback').mockImplementation((run) => runs.push(run as () => void));
    const reads = watchReads();
    start();
    for (let i = 0; i < 50; i++) window.document.dispatchEvent(new Event('scroll', { bubbles: true }));
    expect(runs).toHaveLength(1);
    expect(reads()).toBe(0);
    runs.pop()!();
    expect(reads()).toBe(0);
    await frame();
    expect(reads()).toBe(1);
  });

  it('is no layout: the page has as many as without it', async () => {
    const height = innerHeight * 9;
    const main = tall(height);
    await cdp().send('Performance.enable');
    const layouts = async () => {
      const { metrics } = (await cdp().send('Performance.getMetrics')) as {
        metrics: { name: string; value: number }[];
      };
      return metrics.find(({ name }) => name === 'LayoutCount')!.value;
    };
    const runs: (() => void)[] = [];
    vi.spyOn(window, 'requestIdleCallback').mockImplementation((run) => runs.push(run as () => void));
    /** A page whose layout is stale in each idle time, and again before it is drawn. */
    const scrollAbout = async () => {
      const before = await layouts();
      for (let i = 1; i <= 20; i++) {
        scrollTo(0, i * 50);
        await frame();
        main.style.height = `${height + i}px`;
        for (const run of runs.splice(0)) run();
        main.style.height = `${height - i}px`;
        await frame();
      }
      return (await layouts()) - before;
    };
    await scrollAbout();
    scrollTo(0, 0);
    const without = await scrollAbout();
    scrollTo(0, 0);
    start();
    const reads = watchReads();
    const with_ = await scrollAbout();
    expect(reads()).toBeGreaterThan(5);
    expect(with_).toBeLessThanOrEqual(without + 2);
  });

  it('ends with the collector', async () => {
    tall(innerHeight * 9);
    start();
    await vi.waitFor(() => expect(here().depth).toBeGreaterThan(0));
    const reads = watchReads();
    collector.detach();
    scrollTo(0, 200);
    await frame();
    await frame();
    expect(reads()).toBe(0);
  });
});
