/** What of ours lives in a page: listeners, timers, frames, sockets, channels, locks, databases, observers. */
import type { Page } from 'playwright';

/** For `init`: counts what lives outside our element, since it would outlive us. Code of ours is what comes from /sdk/ or /app/. */
export const countLive = () => {
  const live = new Map<string, number>();
  const add = (what: string, by: number) => live.set(what, (live.get(what) ?? 0) + by);
  // what drives this browser listens in the page too
  const isOurs = () => /\/(sdk|app)\//.test(new Error().stack!);
  const outside = (it: unknown) =>
    it === window ||
    it === document ||
    it === document.documentElement ||
    it === document.body ||
    it === visualViewport ||
    it === navigator ||
    it instanceof MediaQueryList ||
    it instanceof ServiceWorkerContainer;
  const kept = new Map<unknown, [EventTarget, string, boolean][]>();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const isCapture = (options: unknown) =>
    typeof options === 'object' ? !!(options as AddEventListenerOptions)?.capture : !!options;
  const drop = (target: EventTarget, type: string, listener: unknown, capture: boolean) => {
    const of = kept.get(listener);
    const at = of?.findIndex((one) => one[0] === target && one[1] === type && one[2] === capture) ?? -1;
    if (at < 0) return;
    of!.splice(at, 1);
    add('listeners', -1);
  };
  EventTarget.prototype.addEventListener = function (type: string, listener, options) {
    const target = this ?? window;
    if (listener && outside(target) && isOurs()) {
      const capture = isCapture(options);
      const of = kept.get(listener) ?? [];
      kept.set(listener, of);
      if (!of.some((one) => one[0] === target && one[1] === type && one[2] === capture)) {
        of.push([target, type, capture]);
        add('listeners', 1);
        const { signal } = (options ?? {}) as AddEventListenerOptions;
        if (signal) addEventListener.call(signal, 'abort', () => drop(target, type, listener, capture));
      }
    }
    return addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type: string, listener, options) {
    drop(this ?? window, type, listener, isCapture(options));
    return removeEventListener.call(this ?? window, type, listener, options);
  };
  for (const [set, clear] of [
    ['setTimeout', 'clearTimeout'],
    ['setInterval', 'clearInterval'],
    ['requestAnimationFrame', 'cancelAnimationFrame'],
    ['requestIdleCallback', 'cancelIdleCallback'],
  ] as const) {
    const [begin, end] = [window[set], window[clear]] as unknown as [
      (run: (...a: unknown[]) => void, ...a: unknown[]) => number,
      (id: number) => void,
    ];
    const waiting = new Set<number>();
    const done = (id: number) => waiting.delete(id) && add(set, -1);
    Object.assign(window, {
      [set]: (run: (...a: unknown[]) => void, ...more: unknown[]) => {
        const id = begin(
          (...a) => {
            if (set !== 'setInterval') done(id);
            run(...a);
          },
          ...more,
        );
        if (isOurs()) {
          waiting.add(id);
          add(set, 1);
        }
        return id;
      },
      [clear]: (id: number) => {
        done(id);
        end(id);
      },
    });
  }
  const Socket = WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args: ConstructorParameters<typeof Socket>) {
      super(...args);
      add('sockets', 1);
      add('sockets ever', 1);
      addEventListener.call(this, 'close', () => add('sockets', -1));
    }
  };
  const Channel = BroadcastChannel;
  window.BroadcastChannel = class extends Channel {
    constructor(name: string) {
      super(name);
      add('channels', 1);
    }
    override close() {
      add('channels', -1);
      super.close();
    }
  };
  const opened = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...args) {
    const request = opened.apply(this, args);
    addEventListener.call(request, 'success', () => add('databases', 1));
    return request;
  };
  const shut = IDBDatabase.prototype.close;
  IDBDatabase.prototype.close = function () {
    add('databases', -1);
    shut.call(this);
  };
  for (const name of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver'] as const) {
    const { observe, disconnect } = window[name].prototype;
    const live = new Set<unknown>();
    Object.assign(window[name].prototype, {
      observe(...args: unknown[]) {
        if (!live.has(this) && isOurs()) {
          add(name, 1);
          live.add(this);
        }
        (observe as (...a: unknown[]) => void).apply(this, args);
      },
      disconnect() {
        if (live.delete(this)) add(name, -1);
        disconnect.call(this as never);
      },
    });
  }
  const { locks } = navigator;
  if (locks) {
    const request = locks.request.bind(locks) as (...args: unknown[]) => Promise<unknown>;
    locks.request = ((...args: unknown[]) => {
      add('locks', 1);
      return request(...args).finally(() => add('locks', -1));
    }) as typeof locks.request;
  }
  Object.assign(window, { live: () => Object.fromEntries([...live].filter(([, n]) => n)) });
};

/** What lives now, by kind; kinds that end in `ever` are never taken off. */
export const live = (page: Page) =>
  page.evaluate(() => (window as unknown as { live(): Record<string, number> }).live());
