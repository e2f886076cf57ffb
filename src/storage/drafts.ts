/**
 * What is typed and not sent, in sessionStorage, so that it outlives the page and stays the tab's own. With each stands the
 * epoch of the marker under which it was typed: when that is another person's now, the one who typed it has left, in
 * whichever tab, and it is erased unseen.
 */
import { type Accounts, ANONYMOUS } from '../core/accounts.js';
import type { Current } from '../core/current.js';
import * as LIMITS from '../core/limits.js';
import { markKey } from '../core/mark.js';
import { isAfter, knownEpoch, LEAVING, readMarker } from '../core/marker.js';
import type { Signal } from '../core/signal.js';
import type { Options } from '../types.js';
import { object, string } from '../wire/parse.js';

export interface DraftsOptions {
  options: Options;
  accounts: Pick<Accounts, 'store' | 'clock' | 'principal'>;
  /** By conversation. Typing changes the map; here another one is put in its place. */
  drafts: Signal<Map<string, string>>;
  current: Pick<Current, 'current' | 'isGuess'>;
}

export interface Drafts {
  /** What is written to this conversation has changed. */
  changed(conversation: string): void;
  /** Saves what is not saved yet, and forgets it here. */
  leave(): void;
}

interface Draft {
  epoch: string;
  principal: string;
  conversation: string;
  text: string;
}

/** While somebody writes it is saved as often. Milliseconds. */
const PAUSE = 1_000;

const long = string(LIMITS.text, 1);
const parseDraft = object<Draft>({ epoch: long, principal: long, conversation: string(128, 1), text: long });

/** Those that may be kept, and could be read again. */
const sound = (drafts: readonly unknown[]): Draft[] =>
  drafts
    .flatMap((draft) => {
      try {
        return parseDraft(draft, 'draft');
      } catch {
        return [];
      }
    })
    .slice(-LIMITS.keptConversations);

/** Keeps them until `leave`: from the next `restored` on, and until the store is `cleared`. */
export function keepDrafts({ options, accounts, drafts, current }: DraftsOptions): Drafts {
  const { store, clock } = accounts;
  const key = markKey(options.app);
  const mayKeep = options.storage !== 'none';
  let epoch = '';
  /** Of who was here before, and may be named yet. */
  let others: Draft[] = [];
  let isRead = false;
  /** As this page has left it. */
  let kept: string | null = null;
  let undoSave: (() => void) | undefined;

  const epochNow = () => {
    const { epoch: now } = readMarker(options);
    return now === LEAVING ? '' : now;
  };
  const stored = () => {
    try {
      return mayKeep ? sessionStorage.getItem(key) : null;
    } catch {
      return null;
    }
  };
  const own = () => {
    const { principal } = accounts;
    return [...drafts.value].map(([conversation, text]) => ({ epoch, principal, conversation, text }));
  };
  const save = () => {
    undoSave?.();
    undoSave = undefined;
    // without a marker nobody could say later whose it was
    epoch ||= epochNow();
    const all = sound([...others, ...own()]);
    try {
      sessionStorage.removeItem(key);
      if (mayKeep && all.length) sessionStorage.setItem(key, JSON.stringify(all));
    } catch {} // forbidden or full: it lives as long as the page
    kept = stored();
  };
  const load = (): Draft[] => {
    try {
      return sound([].concat(JSON.parse(stored() ?? '')));
    } catch {
      return [];
    }
  };
  /**
   * What was written to a conversation that does not exist yet goes to the one that goes on, or to the next, unless
   * something is written there. On screen it stays, except that with `restored` the screen goes there too.
   */
  const placeOf = (id: string, isRestored: boolean) => {
    const view = store.view.value;
    const isShown = view.screen === 'conversation' && view.id === id;
    const isGuess = current.isGuess(id);
    if (isShown ? !isGuess || !isRestored : !isGuess && store.conversation(id)) return id;
    const last = store.conversations.value.find((c) => c.status !== 'resolved' && c.id !== id);
    const to = last?.id ?? current.current();
    return drafts.value.get(to) ? id : to;
  };
  /** Shows these too, each in its place; what is typed already goes first. */
  const place = (more: Draft[], isRestored: boolean) => {
    const texts = new Map<string, string>();
    for (const { conversation, text } of [...own(), ...more]) {
      const id = placeOf(conversation, isRestored);
      if (!texts.get(id)) texts.set(id, text);
    }
    drafts.value = texts;
    save();
  };
  const restore = () => {
    epoch = epochNow();
    if (!isRead) others = load();
    isRead = true;
    const { principal } = accounts;
    others = others.filter((it) => it.epoch === epoch || isAfter(epoch, it.epoch));
    const isOwn = (it: Draft) =>
      it.principal === ANONYMOUS
        ? it.epoch === epoch || knownEpoch(it.epoch, principal) === epoch
        : it.principal === principal;
    const read = others.filter(isOwn);
    // whoever is known now is none of them
    others = principal === ANONYMOUS ? others.filter((it) => !isOwn(it)) : [];
    place(read, true);
  };
  const flush = () => {
    if (undoSave) save();
  };

  const unlisten = store.listen(({ type }) => {
    if (type === 'restored') restore();
    // one that goes on may only be known by now
    const isAway = ({ conversation: id, text }: Draft) => text && placeOf(id, false) !== id;
    if (type === 'conversation' && own().some(isAway)) place([], false);
    if (type !== 'cleared') return;
    // an anonymous visitor who has become known in another tab goes on with it, once this one is told who they are
    const goesOn = accounts.principal === ANONYMOUS && isAfter(epochNow(), epoch);
    others = goesOn ? [...others, ...own()] : [];
    drafts.value = new Map();
    epoch = '';
    save();
  });
  const listeners = new AbortController();
  const { signal } = listeners;
  const { document, addEventListener: on } = globalThis;
  on?.('pagehide', flush, { signal });
  document?.addEventListener('visibilitychange', () => document.hidden && flush(), { signal });
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted || stored() === kept) return;
    // another page of this tab has gone on with it
    drafts.value = new Map();
    isRead = false;
    restore();
  };
  on?.('pageshow', onShow, { signal });

  return {
    changed(conversation) {
      if (!drafts.value.get(conversation)) save();
      else undoSave ??= clock.setTimeout(save, PAUSE);
    },
    leave() {
      flush();
      unlisten();
      listeners.abort();
      drafts.value = new Map();
    },
  };
}
