/** What the host allows (`storage`) and the browser has. Comes when the visitor first acts, or has been here before. */
import { promisifyRequest } from 'idb-keyval';
import type { Accounts } from '../core/accounts.js';
import type { SobaniError } from '../core/errors.js';
import { databaseName } from '../core/mark.js';
import { dropTicket, isNobody, LEAVING, newEpoch, readMarker, settleMarker, writeMarker } from '../core/marker.js';
import type { Disk } from '../core/ports.js';
import type { Restored } from '../core/scope.js';
import type { Message, Options } from '../types.js';
import { type Drafts, type DraftsOptions, keepDrafts } from './drafts.js';
import { indexedDBDisk } from './indexeddb.js';
import { parseRows } from './parse-rows.js';
import { sessionDisk } from './session.js';
import { browserPorts, share } from './share.js';
import type { Vault } from './vault.js';

export interface OpenOptions {
  accounts: Accounts;
  vault: Vault;
  /** Another tab has signed out, or in as somebody else. `unsent` is what this tab had waiting, and is gone. */
  onEvicted(unsent: Message[]): void;
}

export interface Storage {
  /** Null where nothing may be kept. */
  disk: Disk | null;
  parseRows(rows: readonly (readonly [string, unknown])[], onError: (error: SobaniError) => void): Promise<Restored>;
  /**
   * From here on things are stored, and shared with the other tabs. On a page load a logout that was cut short is finished
   * instead; when the visitor acts, that is done first.
   */
  open(options: OpenOptions, isAct: boolean): Promise<void>;
  keepDrafts(given: Omit<DraftsOptions, 'options'>): Drafts;
  /** Removes the database itself. */
  remove(): Promise<void>;
  /** The same for what a logout could not erase, if nobody has come since. */
  removeLeft(): Promise<void>;
  /** The same, if nobody has anything in it: a page load takes it for a sign that somebody has. */
  removeEmpty(): Promise<void>;
}

export function openStorage(options: Options): Storage {
  const { app, storage } = options;
  const isPersistent = storage !== 'session' && storage !== 'none';
  let disk: Disk | null = null;
  try {
    if (storage === 'session') disk = sessionDisk(app);
    else if (isPersistent && indexedDB) disk = indexedDBDisk(app);
  } catch {} // forbidden by the browser or the sandbox: the same as not being there

  /** Tells the back end of the sessions that are over. */
  const redeem = async ({ transport }: Accounts, tickets: string[]) => {
    if (!tickets.length) return;
    const backend = await transport();
    for (const secret of tickets) {
      await backend.revoke?.({ app, secret });
      dropTicket(options, secret);
      // nothing is left to be erased where this is reached
      settleMarker(options);
    }
  };

  const opened: Storage = {
    disk,
    parseRows,
    async open({ accounts, vault, onEvicted }, isAct) {
      const { epoch, tickets } = readMarker(options);
      const isCutShort = epoch === LEAVING;
      await opened.removeLeft();
      if (isAct ? !epoch || isCutShort : !epoch) writeMarker(options, { epoch: newEpoch(), tickets });
      redeem(accounts, tickets).catch(() => {}); // not reached: the next page load tries again
      if (isCutShort && !isAct) return;
      await vault.open();
      if (!isPersistent) return;
      // of an act that came before, and was overtaken by a logout
      accounts.shared?.leave();
      accounts.shared = share({ options, accounts, vault, ports: browserPorts(), onEvicted });
      accounts.shared.enter();
    },
    keepDrafts: (given) => keepDrafts({ options, ...given }),
    async removeLeft() {
      if (readMarker(options).epoch !== LEAVING) return;
      await opened.remove();
      settleMarker(options);
    },
    async removeEmpty() {
      const rows = (await disk?.load('')) ?? [];
      // whoever comes says so before they write
      if (isPersistent && isNobody(options) && !rows.length) await opened.remove();
    },
    async remove() {
      if (isPersistent) await promisifyRequest(indexedDB.deleteDatabase(databaseName(app))).catch(() => {});
    },
  };
  return opened;
}
