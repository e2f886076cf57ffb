/** What a journey asks of a browser, whatever drives it: what a person does with mouse and keys, and what the page says. */

import { setTimeout as sleep } from 'node:timers/promises';

export type EngineName = 'chromium' | 'firefox' | 'webkit';

/** An element that is shown. */
export interface Query {
  css: string;
  /** Its whole name: `aria-label`, the text of its labels, or its own text. */
  name?: string;
  /** A piece of that name. */
  has?: string;
  /** In the host's page or at the desk. Default: in the messenger. */
  isOutside?: boolean;
}

export type Key = 'Enter' | 'Tab' | 'Shift+Tab' | 'Escape' | 'Space' | 'ArrowDown' | 'ArrowUp' | 'Home' | 'End';

/** A function of the page, or its source. It knows nothing of what is around it here. */
export type InPage<A extends unknown[], T> = ((...args: A) => T | Promise<T>) | string;

export interface Tab {
  /** Resolves once the page has loaded. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  /** What a function gives in the page, awaited. */
  ask<A extends unknown[], T>(fn: InPage<A, T>, ...args: A): Promise<T>;
  /** Clicks in the middle of the first such element, as a mouse does, once there is one. */
  click(query: Query): Promise<void>;
  /** Chooses an option of a `select` by its label. */
  choose(query: Query, label: string): Promise<void>;
  /** Keys, one by one, to whatever has the focus. */
  type(text: string): Promise<void>;
  press(key: Key): Promise<void>;
  /** In CSS pixels, of what is inside the window. */
  resize(width: number, height: number): Promise<void>;
  close(): Promise<void>;
}

export interface Engine {
  /** Name and version. */
  about: string;
  /** A tab of a browser that was never at that origin. It ends what was opened before. */
  fresh(origin: string): Promise<Tab>;
  /** One more tab beside it, of the same person. */
  another(): Promise<Tab>;
  close(): Promise<void>;
}

/** How long something may take to show on a busy machine. */
export const PATIENCE = 100_000;

/** Calls until that gives something, since what is there may be drawn anew in between. */
export async function insist<T>(what: string, act: () => Promise<T>): Promise<NonNullable<T>> {
  let last: unknown;
  for (const begun = Date.now(); Date.now() - begun < PATIENCE; await sleep(60)) {
    try {
      const got = await act();
      if (got) return got;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`not found in time: ${what}${last ? ` (${last})` : ''}`);
}

/** In the page: the first element that fits. */
export const seek = ({ css, name, has, isOutside }: Query): Element | null => {
  const root = isOutside ? document : document.querySelector('sobani-messenger')?.shadowRoot;
  const called = (it: Element) => {
    const labels = [...((it as HTMLInputElement).labels ?? [])].map((label) => label.textContent).join(' ');
    return ((it.getAttribute('aria-label') ?? labels) || (it.textContent ?? '')).replace(/\s+/g, ' ').trim();
  };
  const fits = (it: Element) =>
    it.getClientRects().length > 0 &&
    getComputedStyle(it).visibility === 'visible' &&
    (name === undefined || called(it) === name) &&
    (has === undefined || called(it).includes(has));
  return [...(root?.querySelectorAll(css) ?? [])].find(fits) ?? null;
};

interface Aimed {
  aimed?: { at: [number, number]; isHit: boolean };
}

/**
 * In the page: where to click on it, once it stands still and nothing is over it. Whether the click that follows gets there
 * is noted, since it may move away before that.
 */
const aim = async (it: Element | null): Promise<[number, number] | null> => {
  if (!it) return null;
  it.scrollIntoView({ block: 'nearest' });
  const before = it.getBoundingClientRect();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { x, y, width, height } = it.getBoundingClientRect();
  if (x !== before.x || y !== before.y || width !== before.width || height !== before.height) return null;
  const at: [number, number] = [Math.floor(x + width / 2), Math.floor(y + height / 2)];
  const root = it.getRootNode() as Document | ShadowRoot;
  const host = root instanceof ShadowRoot ? root.host : null;
  const foremost = root.elementsFromPoint(...at).find((one) => one !== host);
  if (!foremost || !(it.contains(foremost) || foremost.contains(it))) return null;
  const aimed = { at, isHit: false };
  (window as Aimed).aimed = aimed;
  const onClick = (event: Event) => {
    aimed.isHit ||= event.composedPath().some((one) => one === it || one === foremost);
  };
  addEventListener('click', onClick, { capture: true, once: true });
  return at;
};

/** Clicks there by `press`, until it was hit. */
export async function clickOn(
  query: Query,
  ask: Tab['ask'],
  press: (at: [number, number]) => Promise<unknown>,
): Promise<void> {
  await insist(JSON.stringify(query), async () => {
    const at = await ask<[Query], [number, number] | null>(`(query) => (${aim})((${seek})(query))`, query);
    if (!at) return false;
    await press(at);
    // a page that was left for another by that knows nothing of it
    return ask(() => (window as Aimed).aimed?.isHit ?? true).catch(() => true);
  });
}
