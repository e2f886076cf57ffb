/**
 * The script tag: draws the launcher, keeps early calls, and fetches the messenger on the visitor's first intent.
 * Nothing is requested or stored before. The build wraps this file into a classic script (vite.config.ts).
 */

import type * as Collect from '../context/collect.js';
import type { Collector } from '../context/collector.js';
import type { Options } from '../types.js';
import { createLauncher, type Launcher } from '../ui/launcher/launcher.js';
import type * as Core from './start.js';

/** A call, kept until it can be made. The README's stub makes the same. */
interface Call {
  a: [method: string, ...args: unknown[]];
  /** Settle the caller's promise. */
  y?: (value?: unknown) => void;
  n?: (error: unknown) => void;
  /** For `on`: taken back already; how to take it back. */
  x?: 1;
  off?: () => void;
}
type Callable = ((...a: Call['a']) => unknown) & { q?: Call[]; v?: 1 };

const page = window as unknown as { sobani?: Callable };
const script = document.currentScript as HTMLScriptElement;
/** Calls that need nothing of the network: they wait for the messenger, and are answered at once. */
const isPatient = ({ a: [method] }: Call) => /^(on|set|track|update|setLocale)$/.test(method);

function install() {
  // a form or a frame of that name is no queue
  const { q } = page.sobani ?? {};
  const early = Array.isArray(q) ? q : [];
  let kept: Call[] = [];
  let options: Partial<Options> = {};
  let launcher: Launcher | undefined;
  let dispatch: Core.Dispatch | undefined;
  let core: typeof Core | undefined;
  let link: HTMLLinkElement | undefined;
  let loading: Promise<unknown> | undefined;
  let begun: Promise<Collector> | undefined;
  let isWanted: 1 | undefined;

  /** Fetches a file by its hash, and does not run it. */
  const preload = (file: string, integrity: string) => {
    const made = Object.assign(document.createElement('link'), {
      rel: 'modulepreload',
      crossOrigin: 'anonymous',
      nonce: script.nonce,
      integrity,
      href: new URL(file, script.src).href,
    });
    document.head.append(made);
    return made;
  };
  const forget = () => {
    link?.remove();
    link = undefined;
  };
  /** The messenger's file: running it is for the first intent. */
  const fetch = () => {
    // destroyed in the meantime
    if (link || loading || !launcher) return;
    link = preload('__MESSENGER_FILE__', '__MESSENGER_INTEGRITY__');
    link.onerror = forget;
  };
  /** Gathers what the customer does, in this page's memory. */
  const collect = () => {
    if (!options.context || begun || !launcher) return;
    const file = preload('__COLLECT_FILE__', '__COLLECT_INTEGRITY__');
    begun = import(/* @vite-ignore */ file.href).then((it: typeof Collect) => it.collect(options));
    void begun.catch(() => {}).then(() => file.remove());
  };
  /** It does nothing yet. After a failure the next intent tries again. */
  const load = () => {
    fetch();
    // it is on its way, or the page is to have none
    if (loading || !link) return;
    const { href } = link;
    loading = import(/* @vite-ignore */ href).finally(forget).then(
      (it: typeof Core) => {
        core = it;
        if (isWanted) return start();
      },
      (cause: Error) => {
        if (isWanted) fail(cause);
        loading = isWanted = undefined;
      },
    );
  };
  /** Starts the messenger, closed, as soon as it is there. */
  const start = () => {
    if (!launcher) return;
    isWanted = 1;
    load();
    if (!core || dispatch) return;
    try {
      dispatch = core.start(options as Options, launcher, begun);
      const calls = kept;
      kept = [];
      calls.forEach(run);
    } catch (cause) {
      isWanted = undefined;
      fail(cause as Error);
    }
  };
  /** Nobody is there to make the calls that wait. What they reject with looks as it does elsewhere. */
  const fail = (cause: Error & { code?: string }) => {
    const error = cause.code ? cause : Object.assign(cause, { name: 'SobaniError', code: 'unavailable' });
    const calls = kept;
    kept = calls.filter(isPatient);
    for (const { a, n } of calls) {
      n?.(error);
      if (a[0] === 'on' && a[1] === 'error') setTimeout(a[2] as () => void, 0, { error });
    }
  };
  const boot = (more?: Partial<Options>) => {
    options = { ...options, ...more };
    if (launcher) return launcher.show(options.launcher);
    launcher = createLauncher(options, () => call('toggle'), start);
    // a page that never rests, or draws nothing, is not waited for longer than that; without the one, the other waits for nothing
    const idle = (run: () => void) => (window.requestIdleCallback ?? setTimeout)(run, { timeout: 2e3 } as never);
    // the first look at localStorage waits for the browser: not before the launcher shows
    idle(() => {
      collect();
      try {
        const key = `sobani:${options.app}`;
        // where something may be said unasked, it is wanted now
        if (options.rules || localStorage[key]) return void start();
        // whoever typed it has left in another tab
        delete sessionStorage[key];
        // a browser that was killed may have lost that, but not the database
        const isOurs = ({ name }: IDBDatabaseInfo) => name === `sobani-${options.app}`;
        const look = (all: IDBDatabaseInfo[]) => void (all.some(isOurs) && start());
        indexedDB.databases().then(look, () => {});
      } catch {}
    });
    const savesData = () => (navigator as { connection?: { saveData: boolean } }).connection?.saveData;
    if (options.prefetch === 'idle' && !savesData()) setTimeout(idle, 1_000, fetch);
    // what was asked before there was anything to start
    if (!kept.every(isPatient)) void start();
  };

  const reset = () => {
    launcher = dispatch = isWanted = begun = undefined;
    fail(new Error('It was destroyed.'));
    kept = [];
  };

  const run = (entry: Call) => {
    const [method, ...args] = entry.a;
    const { y = () => {} } = entry;
    if (entry.x) return;
    if (dispatch) {
      const answer = dispatch(method, args);
      if (method === 'on') entry.off = answer as () => void;
      else (answer as Promise<unknown>).then(y, entry.n);
      if (method === 'destroy') reset();
      return;
    }
    if (method === 'boot') boot(args[0] as Options);
    else if (method === 'show' || method === 'hide') {
      options.launcher = method === 'show';
      launcher?.show(options.launcher);
    } else if (method === 'shutdown') launcher?.show(false);
    else if (method === 'destroy') {
      launcher?.remove();
      reset();
    } else {
      kept.push(entry);
      if (!isPatient(entry)) {
        if (launcher) void start();
        return;
      }
      entry.y = entry.n = () => {};
    }
    y();
  };

  const call: Callable = (...a) => {
    const entry: Call = { a };
    if (a[0] === 'on') {
      run(entry);
      return () => {
        entry.x = 1;
        entry.off?.();
      };
    }
    const answer = new Promise((y, n) => {
      entry.y = y;
      entry.n = n;
      run(entry);
    });
    // left un-awaited it must not show up on the host as an unhandled rejection
    answer.catch(() => {});
    return answer;
  };
  call.v = 1;
  page.sobani = call;
  const data = { ...script.dataset } as unknown as Options;
  if (data.app) boot(data);
  early.forEach(run);
}

if (page.sobani?.v !== 1) install();
