/**
 * Whose messenger this is: one principal at a time, each with a world of its own (`Scope`). How it changes hands is in
 * identity.ts, which comes when somebody signs in or out.
 */
import type { SobaniError } from './errors.js';
import type { Upload } from './file-ports.js';
import { withoutGiven, withoutMoving } from './given.js';
import { isKnown, readMarker } from './marker.js';
import type { Clock, Disk, Transport } from './ports.js';
import { retain } from './retain.js';
import { createScope, NOTHING, type Restored, type Scope } from './scope.js';
import type { Store } from './store.js';

/** Rows by principal; a vault. What is written in one turn, of whichever principal, is one transaction. */
export interface Rows {
  of(principal: string): Disk;
  /** Whoever has rows. */
  principals(): Promise<string[]>;
}

export interface AccountsOptions {
  store: Store;
  rows: Rows;
  clock: Clock;
  transport(): Promise<Transport>;
  app: string;
  parseRows(rows: [string, unknown][]): Promise<Restored>;
  onError(error: SobaniError): void;
  upload?: Upload;
}

/** This tab among the others of the browser. */
export interface Shared {
  readonly epoch: string;
  /** False when this person has left in another tab: nothing of them is here any more, then. */
  check(): boolean;
  /** Joins those in which the same principal is; also leaves where it was. */
  enter(): void;
  leave(): void;
  /** What the others show of this principal is over; also those that sleep learn it by the epoch. The ticket is kept. */
  end(epoch: string, ticket: string | null): void;
  /** Somebody else comes, unless they have come in another tab. */
  begin(): void;
  /** The session of this ticket is over at the back end. */
  redeemed(ticket: string): void;
  /** The data of whoever was here is. */
  erased(): void;
}

export interface Accounts {
  readonly store: Store;
  readonly rows: Rows;
  readonly clock: Clock;
  readonly app: string;
  transport(): Promise<Transport>;
  /** Namespace of whoever is here. */
  principal: string;
  /** The world that is shown and written to. */
  scope: Scope;
  /** Known by its token, but the back end has not agreed yet that the anonymous conversations follow. */
  joining: Scope | null;
  /** An `identify` that has not succeeded, or not yet: until it has, nobody else speaks in its place. */
  claim?: object | undefined;
  /** An `identify` was under way when another tab changed who is here: it is to be asked again. */
  again?: boolean;
  /** A `logout` of which not everything is erased yet. Never rejects. */
  leaving?: Promise<unknown>;
  /** Gives a token of the known user. */
  token: () => Promise<string>;
  /** With `onWelcome` it is somebody who was anonymous until then. */
  create(principal: string, onWelcome?: () => Promise<boolean>): Scope;
  /** What is kept of a principal. Given prefixes it is what is under these, and rejects when that cannot be read. */
  load(principal: string, prefixes?: string[]): Promise<Restored>;
  /** The same, without what is a known user's already. */
  loadOwn(principal: string, prefixes?: string[]): Promise<Restored>;
  /** What of the anonymous visitor's may become that user's. */
  loadLeft(to: string, prefixes: string[]): Promise<Restored>;
  /** From here on this is who is here. */
  enter(principal: string, scope: Scope): void;
  /** Nobody is here any more: nothing of who was stays in memory. */
  clear(): void;
  /** The other tabs, where there may be any. */
  shared?: Shared | undefined;
  /** Reads what is kept of the principal now. */
  restore(): Promise<void>;
  /** Nothing was said yet. */
  isEmpty(): boolean;
  /** Connects if there is something to send or to follow, or somebody to be. `hasMore`: there is something to tell. */
  connect(hasMore?: boolean): void;
  /** Something says that the network may be back. */
  wake(): void;
  /** Until `resume` nothing connects again. */
  disconnect(): void;
  resume(): void;
}

export const ANONYMOUS = 'a';

/** Milliseconds between two looks at rows that are being moved, and how many there are. */
const LOOK = 100;
const MOST_LOOKS = 10;

/** Messages without the session that they came in: they are just becoming a known user's, in another tab. */
export const isMoving = ({ person, messages }: Restored): boolean => !person && messages.length > 0;

export function createAccounts({ parseRows, ...options }: AccountsOptions): Accounts {
  const { store, rows, clock } = options;
  let isStopped = false;
  /** What is stored; what is being moved is waited for, unless the tab that moves it has died. */
  const settled = async () => {
    for (let tries = 0; ; tries++) {
      const found = await accounts.loadOwn(accounts.principal);
      if (!isMoving(found)) return found;
      // of a tab that has died; or the known user's, in which case it can still become theirs and no one else's
      if (tries === MOST_LOOKS)
        return isKnown(readMarker(options).epoch) ? { ...NOTHING, outbox: found.outbox } : found;
      await new Promise<void>((resolve) => clock.setTimeout(resolve, LOOK));
    }
  };

  const accounts: Accounts = {
    store,
    rows,
    clock,
    app: options.app,
    transport: options.transport,
    principal: ANONYMOUS,
    scope: null as never,
    joining: null,
    token: async () => '',
    create: (principal, onWelcome) =>
      createScope({
        ...options,
        disk: rows.of(principal),
        load: (prefixes) =>
          onWelcome ? accounts.loadLeft(principal, prefixes) : accounts.loadOwn(principal, prefixes),
        ...(principal === ANONYMOUS
          ? { token: null, epoch: () => accounts.shared?.epoch }
          : { token: () => accounts.token() }),
        onWelcome,
      }),
    async load(principal, prefixes) {
      const disk = rows.of(principal);
      if (!prefixes) return parseRows(await disk.load(''));
      return parseRows((await Promise.all(prefixes.map((prefix) => disk.load(prefix, true)))).flat());
    },
    loadOwn: async (principal, prefixes) => {
      const found = await accounts.load(principal, prefixes);
      if (principal !== ANONYMOUS) return found;
      const { epoch } = readMarker(options);
      const own = withoutGiven(found, epoch);
      return isKnown(epoch) && (!prefixes || prefixes.includes('')) ? withoutMoving(own) : own;
    },
    loadLeft: async (to, prefixes) =>
      withoutGiven(await accounts.load(ANONYMOUS, prefixes), readMarker(options).epoch, to),
    enter(principal, scope) {
      Object.assign(accounts, { principal, scope, joining: null });
      accounts.shared?.enter();
    },
    clear() {
      store.apply({ type: 'cleared' }, 'system');
      store.apply({ type: 'status', status: 'idle' }, 'system');
      // not shared: what is being erased would be read back
      accounts.shared?.leave();
      Object.assign(accounts, { principal: ANONYMOUS, scope: accounts.create(ANONYMOUS), joining: null });
    },
    async restore() {
      const { scope } = accounts;
      const { kept, changes } = retain(await settled(), clock.date());
      if (scope === accounts.scope) scope.restore(kept);
      if (changes.length) void scope.disk.write(changes);
    },
    isEmpty: () => !store.conversations.value.length && !accounts.scope.delivery.waiting().length,
    connect(hasMore) {
      const { joining, scope, claim, principal } = accounts;
      const isIdle = principal === ANONYMOUS && !joining && !hasMore && accounts.isEmpty();
      if (isStopped || claim || isIdle) return;
      void (joining ?? scope).connection.start();
      // refused or not reached: another word to say is a reason to ask again
      if (joining) accounts.wake();
    },
    wake: () => (accounts.joining ?? accounts.scope).connection.wake(),
    disconnect() {
      isStopped = true;
      (accounts.joining ?? accounts.scope).connection.stop();
      accounts.shared?.leave();
      if (store.status.value === 'online') store.apply({ type: 'status', status: 'offline' }, 'system');
    },
    resume() {
      // a page that loads is shown as well, and lets go of nothing
      if (isStopped) accounts.shared?.enter();
      isStopped = false;
      accounts.connect();
    },
  };
  accounts.scope = accounts.create(ANONYMOUS);
  return accounts;
}
