/**
 * Ties this tab to the others of the same browser: the tabs of whoever is here (tabs.ts), and the marker, which says also
 * to a tab that slept that this person has left.
 */
import { nanoid } from 'nanoid';
import { type Accounts, ANONYMOUS, type Shared } from '../core/accounts.js';
import { markKey } from '../core/mark.js';
import { dropTicket, isAfter, isOf, LEAVING, newEpoch, readMarker, settleMarker, writeMarker } from '../core/marker.js';
import { outboxPrefix } from '../core/rows.js';
import type { Message, Options } from '../types.js';
import { type Channel, type Group, joinGroup, type TabsPorts } from './tabs.js';
import type { Vault } from './vault.js';

export interface ShareOptions {
  options: Options;
  accounts: Accounts;
  vault: Vault;
  ports: TabsPorts;
  /** Another tab has signed out, or in as somebody else. `unsent` is what this tab had waiting, and is gone. */
  onEvicted(unsent: Message[]): void;
}

/** What the page has. */
export const browserPorts = (): TabsPorts => ({
  locks: globalThis.navigator?.locks,
  channel: globalThis.BroadcastChannel ? (name) => new BroadcastChannel(name) as Channel : null,
  id: nanoid(8),
});

export function share({ options, accounts, vault, ports, onEvicted }: ShareOptions): Shared {
  const { store } = accounts;
  let group: Group | null = null;
  let { epoch } = readMarker(options);
  let listeners = new AbortController();

  const evict = (now: string) => {
    const { scope, principal } = accounts;
    // the anonymous visitor has become known in another tab: what waits goes along when this one is told who it is
    const isPromoted = principal === ANONYMOUS && isAfter(now, epoch);
    const waiting = scope.delivery.waiting();
    const unsent = waiting.flatMap(({ id, message: { conversation } }) =>
      store.messages(conversation).value.filter((m) => m.id === id && (!isPromoted || m.state === 'volatile')),
    );
    shared.leave();
    accounts.shared = undefined;
    accounts.again = accounts.claim !== undefined || accounts.joining !== null;
    accounts.claim = undefined;
    accounts.joining?.close();
    // also what was on its way when the other rows were erased, or given to whom the visitor has become
    const isKept = (key: string) => isPromoted && key.startsWith(outboxPrefix);
    const gone = [...waiting.flatMap(({ key }) => key || []), ...vault.pending(principal)].filter(
      (key) => !isKept(key),
    );
    scope.close(isPromoted);
    accounts.clear();
    accounts.leaving = (async () => {
      // no more: who left has the rest erased, and whoever comes may be the one whose tab this was
      await scope.disk.write(gone.map((key) => [key, undefined]));
      await vault.close();
    })().catch(() => {});
    onEvicted(unsent);
  };
  const check = () => {
    const { epoch: now } = readMarker(options);
    // somebody who was anonymous has become the one who is here: nothing changes for them
    if (isAfter(now, epoch) && isOf(now, accounts.principal)) epoch = now;
    if (now === epoch) return true;
    evict(now);
    return false;
  };

  const change = (next: string, tickets: string[]) => {
    writeMarker(options, { epoch: next, tickets });
    // where it is blocked nothing of it can be read either
    ({ epoch } = readMarker(options));
  };

  const shared: Shared = {
    get epoch() {
      return epoch;
    },
    enter() {
      shared.leave();
      if (!check()) return;
      listeners = new AbortController();
      const { signal } = listeners;
      // before the first frame that a tab paints when it wakes
      document.addEventListener('visibilitychange', check, { signal });
      document.addEventListener('resume', check, { signal });
      // a hint on the channel may be here before the marker that it speaks of
      addEventListener('storage', ({ key }) => key === markKey(options.app) && check(), { signal });
      group = joinGroup({ accounts, vault, ports, name: `sobani/${options.app}/${accounts.principal}`, check });
    },
    leave() {
      listeners.abort();
      group?.leave();
      group = null;
    },
    end(next, ticket) {
      const { tickets } = readMarker(options);
      change(next, ticket ? [...tickets, ticket] : tickets);
      group?.poke();
    },
    begin() {
      const { epoch: now, tickets } = readMarker(options);
      if (now === LEAVING) change(newEpoch(), tickets);
    },
    check,
    redeemed: (ticket) => dropTicket(options, ticket),
    erased: () => settleMarker(options),
  };
  return shared;
}
