/** Part of the composition root: what the visitor agrees to, and what follows of it. */
import type { Collector } from './context/collector.js';
import { type Lazy, lazy } from './core/lazy.js';
import type { Change } from './core/ports.js';
import { consentKey, withdrawnPrefix } from './core/rows.js';
import type { Origin } from './core/store.js';
import type { Engine } from './engine.js';
import type { Parts } from './messenger.js';
import type { Consent, SharedPart } from './types.js';

interface Known {
  collector: Lazy<Collector>;
  /** All that is known of the customer, where anybody has asked. */
  known(): Promise<SharedPart[]>;
}

export function joinConsents({ store, onError }: Parts, { accounts, ready, act }: Engine, { collector, known }: Known) {
  const { clock } = accounts;
  const set = (consent: Consent, origin: Origin, taken: Change[] = []) => {
    store.apply({ type: 'consent', consent }, origin);
    void accounts.scope.disk.write([[consentKey, consent], ...taken]);
  };
  const consents = lazy(async () => {
    const { attachConsent } = await import('./context/attach-consent.js');
    return attachConsent({ store, accounts, clock, collector, act, known, set });
  });
  const signals = lazy(async () => {
    const [{ watchConsent }, { lessened }] = await Promise.all([
      import('./context/consent-signals.js'),
      consents(),
      ready,
    ]);
    return watchConsent({ store, clock, onLess: (before) => void lessened(before).catch(onError) });
  });
  /** Where the host names something else that speaks of the visitor's consent. */
  const followSignals = () => {
    if (store.options.value.consentFrom) signals().catch(onError);
  };
  followSignals();
  return {
    followSignals,
    /** Whoever writes, or answers the bot, lets go along what the host knows. */
    agree() {
      const { value } = store.consent;
      if (!value.functional) set({ ...value, functional: true }, 'visitor');
    },
    /** Tells the back end what was taken back while nobody could be told. */
    async tell() {
      const { withdrawn } = await accounts.load(accounts.principal, [withdrawnPrefix]);
      if (withdrawn.length) await (await consents()).tell();
    },
    change: async (change: Partial<Consent>) => (await consents()).change(change),
    /** Whether this part of what is known goes along from now on. */
    switch: async (key: string, isOn: boolean) => (await consents()).switch(key, isOn),
    async leave() {
      (await signals.made?.catch(() => null))?.();
      signals.reset();
    },
  };
}
