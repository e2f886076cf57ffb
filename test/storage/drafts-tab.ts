/** One tab whose pages come and go: its sessionStorage, its marker, and what is typed there. */
import { vi } from 'vitest';
import { writeMarker } from '../../src/core/marker.js';
import { signal } from '../../src/core/signal.js';
import { newConversation, type Store } from '../../src/core/store.js';
import { type Drafts, keepDrafts } from '../../src/storage/drafts.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import type { Options } from '../../src/types.js';
import { newStore } from '../core/world.js';

type Mode = NonNullable<Options['storage']>;
export const KEY = 'sobani:shop';
/** What this tab has in sessionStorage. */
export const tab = new Map<string, string>();
export const fake = {
  getItem: (key: string) => tab.get(key) ?? null,
  setItem: (key: string, text: string) => void tab.set(key, text),
  removeItem: (key: string) => void tab.delete(key),
};

export let clock: FakeClock;
let open: Drafts[] = [];
export const kept = () => tab.get(KEY) ?? '';
export const mark = (epoch: string | null) =>
  writeMarker({ app: 'shop' }, epoch === null ? null : { epoch, tickets: [] });

/** A page of this tab, on which these conversations are known once somebody is. */
export function load(principal = 'a', storage: Mode = 'persistent', conversations = ['c', 'd']) {
  const store = newStore();
  const drafts = signal(new Map<string, string>());
  const accounts = { store, clock, principal };
  const current = { current: () => 'fresh', isGuess: (id: string) => id === 'fresh' };
  const keeper = keepDrafts({ options: { app: 'shop', storage }, accounts, drafts, current });
  open.push(keeper);
  const become = (name: string) => {
    accounts.principal = name;
    for (const id of conversations) apply(store, id);
    store.apply({ type: 'restored' }, 'disk');
  };
  const type = (text: string, to = 'c') => {
    drafts.value.set(to, text);
    keeper.changed(to);
  };
  const shown = () => Object.fromEntries([...drafts.value].filter(([, text]) => text));
  const hide = () => dispatchEvent(new Event('pagehide'));
  become(principal);
  return { store, keeper, become, type, shown, hide };
}
export const apply = (store: Store, id: string) =>
  store.apply({ type: 'conversation', conversation: { ...newConversation(id, 1), status: 'open' } }, 'disk');
/** From the back/forward cache. */
export const back = () => dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
/** What this page has typed is kept, and the next one of the same tab has been loaded. */
export function reload(page: ReturnType<typeof load>, ...next: Parameters<typeof load>) {
  page.hide();
  page.keeper.leave();
  return load(...next);
}

/** For `beforeEach`: a tab of a visitor who has acted before. */
export function freshTab(): void {
  vi.stubGlobal('sessionStorage', fake);
  clock = fakeClock();
  mark('e1');
}

/** For `afterEach`. */
export function closeTab(): void {
  for (const keeper of open) keeper.leave();
  open = [];
  vi.unstubAllGlobals();
  tab.clear();
  localStorage.clear();
}
