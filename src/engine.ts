/**
 * What speaks, keeps and connects: the core over its storage and its transport. It comes when somebody acts or is known, so
 * that the first look does without it.
 */
import { ANONYMOUS, createAccounts } from './core/accounts.js';
import { systemClock } from './core/clock.js';
import { createConversations } from './core/conversations.js';
import { toSobaniError } from './core/errors.js';
import { lazy } from './core/lazy.js';
import { isReturning, markKey } from './core/mark.js';
import { isNobody, LEAVING } from './core/marker.js';
import { NOTHING } from './core/scope.js';
import type { Parts } from './messenger.js';
import type { Drafts } from './storage/drafts.js';
import { createVault } from './storage/vault.js';
import type { Message } from './types.js';

export type Engine = ReturnType<typeof createEngine>;

/** @param onGone whoever was here has left, or somebody else has come, in another tab */
export function createEngine(
  { options, store, onError, transport, current, drafts }: Parts,
  onGone: (unsent: Message[]) => void,
) {
  const storage = lazy(async () => (await import('./storage/open-storage.js')).openStorage(options));
  const vault = createVault(
    async () => (await storage()).disk,
    (durable) => store.apply({ type: 'durable', durable }, 'system'),
    systemClock,
  );
  const accounts = createAccounts({
    store,
    rows: vault,
    clock: systemClock,
    transport,
    app: options.app,
    parseRows: async (rows) => (rows.length ? (await storage()).parseRows(rows, onError) : NOTHING),
    onError,
    upload: async (item, session, signal) => (await attachments()).upload(item, session, signal),
  });
  const attachments = lazy(async () => (await import('./files.js')).joinFiles({ store, accounts, transport }));

  let keeper: Drafts | undefined;
  const openVault = async (isAct: boolean) => {
    const opened = await storage();
    keeper ??= opened.keepDrafts({ accounts, drafts, current });
    return opened.open({ accounts, vault, onEvicted }, isAct);
  };
  const onEvicted = (unsent: Message[]) => {
    acted.reset();
    onGone(unsent);
  };
  /** What a returning visitor has stored is read at once; a new visitor's storage is not touched before they act. */
  const ready = (async () => {
    if (!(await isReturning(options))) return;
    await openVault(false);
    await accounts.restore();
    accounts.connect();
  })().catch((error) => onError(toSobaniError(error, 'storage')));
  const acted = lazy(async () => {
    await ready;
    if (vault.isOpen) return;
    await openVault(true);
    await accounts.restore();
  });
  /** The visitor has done something: from here on things may be stored. */
  const act = async (person = store.cleared.value) => {
    let own: Promise<void>;
    do {
      // what somebody else leaves behind is erased first
      await accounts.leaving;
      // whoever it was has left since, and nobody has come: storing for the next one is not theirs to allow
      if (person !== store.cleared.value && isNobody(options)) return;
      own = acted();
      await own;
      // in another tab somebody has come or left meanwhile
    } while (acted.made !== own);
  };

  // somebody has acted in another tab, or left: this one, where nothing is stored yet, goes along
  const watch = new AbortController();
  const onMarker = ({ key, oldValue }: StorageEvent) => {
    if (key !== markKey(options.app) || vault.isOpen) return;
    if (!isNobody(options)) void act().catch(() => {});
    // what is settled of an earlier logout concerns nobody who has come since
    else if (!oldValue?.startsWith(LEAVING) && accounts.principal !== ANONYMOUS) {
      accounts.scope.close();
      accounts.clear();
      onGone([]);
    }
  };
  globalThis.addEventListener?.('storage', onMarker, { signal: watch.signal });

  const conversations = createConversations(accounts, current);
  const drafted = (conversation: string) => keeper?.changed(conversation);
  const leave = () => {
    watch.abort();
    keeper?.leave();
  };
  return { storage, vault, accounts, attachments, conversations, ready, act, acted, drafted, leave };
}
