/** What the page and the browser say of the visitor's consent to analytics: Google Consent Mode, IAB TCF, Global Privacy Control. */
import type { Clock } from '../core/ports.js';
import type { Store } from '../core/store.js';
import type { Consent } from '../types.js';
import { watchGcm } from './consent-gcm.js';
import { watchTcf } from './consent-tcf.js';

/** Nothing tells when these change, and a withdrawal counts within a second. Milliseconds. */
const LOOK = 500;

/** One that speaks of consent. True: given; false: refused; undefined: it says neither. */
export interface Signal {
  /** Looks again, where nothing tells it of changes. */
  read(): boolean | undefined;
  end(): void;
}

interface Signals {
  store: Store;
  clock: Clock;
  /** Analytics was on and is not any more, which is in force; what was gathered with it is to go. */
  onLess(before: Consent): void;
}

/** A visitor's browser that asks not to be followed. */
const isPrivate = () => {
  try {
    return (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true;
  } catch {
    return false;
  }
};

/**
 * Lets `analytics` follow the signals that the option `consentFrom` names, as long as nobody has said anything else: on where
 * one of them says so and none refuses, else off. What the customer or the host said is not changed by them, but for a
 * signal that turns from yes to no on this page: that is the newer word. Nothing of it is stored, and nothing of the page is
 * wrapped or changed. Returns the undo.
 */
export function watchConsent({ store, clock, onLess }: Signals): () => void {
  const MAKE = { gcm: watchGcm, tcf: watchTcf };
  const signals = new Map<string, Signal>();
  let said: boolean | undefined;
  let undoTimer = () => {};

  const follow = () => {
    const names = `${store.options.value.consentFrom ?? ''}`.split(/[\s,]+/);
    for (const [name, make] of Object.entries(MAKE)) {
      const known = signals.get(name);
      if (names.includes(name)) {
        if (!known) signals.set(name, make(settle));
      } else {
        known?.end();
        signals.delete(name);
      }
    }
  };
  function settle() {
    const all = [...signals.values()].map((signal) => signal.read());
    if (isPrivate()) all.push(false);
    const says = all.includes(false) ? false : all.includes(true) || undefined;
    const isTakenBack = said === true && says === false;
    said = says;
    const { value: before } = store.consent;
    const analytics = says === true;
    if (before.analytics === analytics || !(before.from || isTakenBack)) return;
    store.apply({ type: 'consent', consent: { ...before, analytics, from: 'signals' } }, 'system');
    if (before.analytics && !analytics) onLess(before);
  }
  const look = () => {
    settle();
    undoTimer = clock.setTimeout(look, LOOK);
  };

  const unlisten = store.listen(({ type }) => {
    if (type === 'options') follow();
    if (type === 'options' || type === 'consent' || type === 'cleared') settle();
  });
  follow();
  look();
  return () => {
    unlisten();
    undoTimer();
    for (const signal of signals.values()) signal.end();
    signals.clear();
  };
}
