/** How the customer's consent changes: by the host, by themselves, by what else the page has to say of it. */
import type { Accounts } from '../core/accounts.js';
import type { Lazy } from '../core/lazy.js';
import type { Change, Clock } from '../core/ports.js';
import type { Origin, Store } from '../core/store.js';
import type { Consent, SharedPart } from '../types.js';
import type { Collector } from './collector.js';
import { changeConsent, switchPart } from './consent.js';
import { takenBack, tellWithdrawn } from './withdraw.js';

interface Ports {
  store: Store;
  accounts: Accounts;
  clock: Clock;
  collector: Lazy<Collector>;
  act(): Promise<void>;
  /** What is known now, as far as anything was looked at. */
  known(): Promise<readonly SharedPart[]>;
  set(consent: Consent, origin: Origin, taken: Change[]): void;
}

export function attachConsent({ store, accounts, clock, collector, act, known, set }: Ports) {
  /** What is taken back is kept back from here on, gone here, and the back end is asked to delete it. */
  const take = (before: Consent, after: Consent, parts: readonly SharedPart[], origin: Origin) => {
    const isLess = before.analytics && !after.analytics;
    if (isLess) collector.made?.then((it) => it.renew('analytics')).catch(() => {});
    set(after, origin, takenBack(before, after, parts, clock.date()));
    void tell();
  };
  const adjust = async (origin: Origin, make: (consent: Consent, parts: readonly SharedPart[]) => Consent) => {
    await act();
    const parts = await known();
    const { value: before } = store.consent;
    const after = make(before, parts);
    take(before, after, parts, origin);
    return after;
  };
  let telling = Promise.resolve();
  /** Asks for what was taken back, one time after the other. What fails the next connection asks again. */
  const tell = () => {
    telling = telling.then(() => tellWithdrawn(accounts)).catch(() => {});
    return telling;
  };

  return {
    change: (change: Partial<Consent> | undefined) => adjust('host', (before) => changeConsent(before, change)),
    switch: (key: string, isOn: boolean) => adjust('visitor', (before, parts) => switchPart(before, parts, key, isOn)),
    /** Something else has taken back what it had agreed to, which is in force already and no act. */
    lessened: async (before: Consent) => take(before, store.consent.value, await known(), 'system'),
    tell,
  };
}
