/** A page of a shop, whose server, clock and idle time are the test's. */
import { vi } from 'vitest';
import { parseHostContext } from '../../src/context/parse.js';
import type { Source } from '../../src/context/source.js';
import type { Cart } from '../../src/types.js';
import { scriptedFetch } from '../transport/scripted-fetch.js';

/** Starts the source on a page whose timers are fake; `end` puts all of it back. */
export function shopPage(sourceOf: (fetch: typeof globalThis.fetch) => Source) {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  const { fetch, requests } = scriptedFetch();
  const told: (Cart | null | undefined)[] = [];
  const refused: unknown[] = [];
  const idle = new Set<() => void>();
  const navigation = new EventTarget();
  let isHidden = false;
  let isObserved = false;
  let onFetched: (list: object) => void;
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => isHidden);
  vi.stubGlobal('navigation', navigation);
  vi.stubGlobal(
    'PerformanceObserver',
    class {
      constructor(listener: (list: object) => void) {
        onFetched = listener;
      }
      observe({ type }: { type: string }) {
        isObserved = type === 'resource';
      }
      disconnect() {
        isObserved = false;
      }
    },
  );
  let skew = 0;
  const stop = sourceOf(fetch).start(
    ({ cart }) => {
      told.push(cart);
      try {
        parseHostContext({ cart });
      } catch (error) {
        refused.push(error);
      }
    },
    {
      now: () => Date.now() + skew,
      idle(run) {
        idle.add(run);
        return () => idle.delete(run);
      },
    },
  );

  const page = {
    told,
    /** What was told and would not be taken. */
    refused,
    requests,
    navigation,
    stop,
    get isObserved() {
      return isObserved;
    },
    /** Pieces of work that wait for the page to be idle, or for a time. */
    get waiting() {
      return idle.size + vi.getTimerCount();
    },
    /** Milliseconds go by, in which the page is idle throughout. */
    async pass(ms = 0) {
      for (let left = ms; ; left -= 100) {
        for (const run of idle) {
          idle.delete(run);
          run();
        }
        await vi.advanceTimersByTimeAsync(Math.min(100, left));
        if (left <= 0 && !idle.size) return;
      }
    },
    /** The latest request is answered. */
    async answer(body: unknown, status = 200) {
      requests.at(-1)!.answer(status, typeof body === 'string' ? body : JSON.stringify(body));
      await page.pass();
    },
    async fail() {
      requests.at(-1)!.fail();
      await page.pass();
    },
    putClock(ms: number) {
      skew += ms;
    },
    happen: (target: EventTarget, type: string) => target.dispatchEvent(new Event(type, { bubbles: true })),
    fetched(...urls: string[]) {
      if (isObserved) onFetched({ getEntries: () => urls.map((name) => ({ name })) });
    },
    hide(hidden: boolean) {
      isHidden = hidden;
      page.happen(document, 'visibilitychange');
    },
    /** Puts an element of that tag and attributes on the page. */
    put(tag: string, attributes: Record<string, string>, within: Element = document.body) {
      const element = within.appendChild(document.createElement(tag));
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    },
    end() {
      stop();
      document.body.replaceChildren();
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
      vi.useRealTimers();
    },
  };
  return page;
}
