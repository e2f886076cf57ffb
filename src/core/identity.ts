/**
 * Signing in and out. An anonymous visitor may become a known user and takes their conversations along; between two known
 * users nothing crosses.
 */
import type { Message, Person } from '../types.js';
import { type Accounts, ANONYMOUS } from './accounts.js';
import { within } from './connection.js';
import { SobaniError, toSobaniError } from './errors.js';
import { withoutOlder } from './given.js';
import { isGiven, knownEpoch, LEAVING, readMarker } from './marker.js';
import type { Disk } from './ports.js';
import { isLocal } from './recover.js';
import { messageKey, outboxPrefix, type SessionRow, sessionKey } from './rows.js';
import { NOTHING, type Restored, type Scope } from './scope.js';
import * as TIMES from './times.js';
import { unreadable } from './unreadable.js';

type GetToken = () => Promise<string> | string;
type OnUnsent = (unsent: Message[]) => void;

/** The namespace of a token's user on this device. Only a name: whether the token is genuine is the back end's to say. */
export function principalOf(token: string): string {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    if (typeof sub === 'string' && sub) return `u:${encodeURIComponent(sub)}`;
  } catch {}
  throw new SobaniError('auth', 'getToken must return a signed JWT whose "sub" names the user.', { path: 'getToken' });
}

export const overtaken = () => new SobaniError('auth', 'Another identify() or a logout() came after this one.');

/** Calls the host. The first connection is served with the token at hand, every later one asks anew. */
async function ask({ clock }: Accounts, getToken: GetToken): Promise<[principal: string, token: Accounts['token']]> {
  const fetch = async () => getToken();
  let fresh: string | null;
  try {
    fresh = await within(fetch(), TIMES.token, clock, 'getToken');
  } catch (cause) {
    throw new SobaniError('auth', `getToken gave no token: ${toSobaniError(cause).message}`, { cause });
  }
  const principal = principalOf(fresh);
  const token = async () => {
    const held = fresh ?? (await fetch());
    fresh = null;
    if (principalOf(held) === principal) return held;
    throw new SobaniError('auth', 'getToken gave a token of another user; call identify() when the user changes.');
  };
  return [principal, token];
}

async function erase(disk: Disk): Promise<void> {
  const found = await disk.load('', true);
  await disk.write(found.map(([key]) => [key, undefined] as const));
}

type Give = (older?: readonly Message[]) => void;

/** Not later, where a full disk refuses it: whoever comes may have a session there. */
const endSession = (disk: Disk) => void disk.write([[sessionKey, undefined]], true);

/**
 * Reads all rows but the outbox, and returns what gives them to another principal, whose own stand where both have one.
 * What was given to somebody else before stays, and messages that are `older` go.
 */
async function taking(from: Disk, to: Disk, isOthers: (epoch: string) => boolean): Promise<Give> {
  const [all, own] = await Promise.all([from.load('', true), to.load('', true)]);
  const session = all.find(([key]) => key === sessionKey);
  // without it, the rest is what was left of it
  const { epoch } = (session ? Object(session[1]) : { epoch: '' }) as Partial<SessionRow>;
  const isLeft = typeof epoch === 'string' && isOthers(epoch);
  const found = isLeft ? [] : all.filter(([key]) => !key.startsWith(outboxPrefix));
  const has = new Set(own.map(([key]) => key));
  return (older = []) => {
    const isOlder = (key: string) => older.some((message) => key === messageKey(message));
    void to.write(found.filter(([key]) => !has.has(key) && !isOlder(key)));
    void from.write(found.map(([key]) => [key, undefined] as const));
    endSession(from);
  };
}

/**
 * @param onUnsent told what another known user, who was here, had waiting; it is erased then
 * @param onNamed told the namespace of who is to come, as soon as their token says it
 * @throws SobaniError `auth` when there is no token or the back end refuses it; the messenger is paused then.
 */
export async function identify(
  accounts: Accounts,
  how: unknown,
  onUnsent: OnUnsent = () => {},
  onNamed: (principal: string) => void = () => {},
): Promise<Person> {
  const { store } = accounts;
  const getToken = (how as { getToken?: unknown } | null)?.getToken;
  if (typeof getToken !== 'function') {
    throw new SobaniError('invalid', 'identify() needs { getToken }, a function that fetches a signed token.', {
      path: 'getToken',
    });
  }
  const claim = {};
  accounts.claim = claim;
  const isLast = () => accounts.claim === claim;
  await accounts.leaving;
  let principal: string;
  let token: Accounts['token'];
  let found: Restored;
  try {
    if (isLast()) {
      accounts.joining?.close();
      accounts.joining = null;
      accounts.scope.connection.stop();
    }
    [principal, token] = await ask(accounts, getToken as GetToken);
    onNamed(principal);
    // another identify() may have been about to change who is here
    await accounts.leaving;
    if (isLast() && ![principal, ANONYMOUS].includes(accounts.principal)) {
      await leave(accounts, onUnsent, true);
    }
    found = await accounts.load(principal);
    // what was read may be of somebody who has left in another tab since
    if (accounts.shared?.check() === false || !isLast()) throw overtaken();
  } catch (error) {
    // going on as somebody else is never an answer to a failed sign-in
    if (isLast()) store.apply({ type: 'status', status: 'paused' }, 'system');
    throw error;
  }
  Object.assign(accounts, { token, claim: undefined });
  if (principal === accounts.principal) return accounts.scope.connection.start();

  if (found.person?.verified && accounts.isEmpty()) {
    accounts.scope.close();
    const scope = accounts.create(principal);
    accounts.enter(principal, scope);
    scope.restore(found);
    return accounts.scope.connection.start();
  }
  // until the back end has agreed, what is written stays with the anonymous visitor, and waits
  const from = accounts.scope;
  const wait = unreadable();
  let isTold = false;
  const next = accounts.create(principal, async () => {
    if (accounts.joining !== next) return false;
    // of another user, who was here before
    await accounts.leaving;
    const { shared } = accounts;
    if (accounts.joining !== next || shared?.check() === false) return false;
    // the anonymous visitor is nobody any more, in other tabs too, however long the disk takes: their session is over
    if (!isTold) shared?.end(knownEpoch(shared.epoch, principal), null);
    isTold = true;
    // what they have written goes along, in its place, and what came in the session that they have
    const take = () => taking(from.disk, next.disk, (epoch) => isGiven(readMarker(accounts).epoch, epoch, principal));
    const reads = [accounts.loadLeft(principal, ['']), accounts.load(principal, ['']), take()] as const;
    const [all, own, give] = (await Promise.all(reads).catch(wait)) ?? [NOTHING, found];
    if (accounts.joining !== next || shared?.check() === false) return false;
    const [left, older] = withoutOlder(all, own);
    if (left.secret && left.secret !== next.secret) {
      next.secret = left.secret;
      throw new SobaniError('offline', 'The session is another by now.', { retryable: true, retryAfter: 0 });
    }
    accounts.enter(principal, next);
    for (const { id, conversation } of older) store.apply({ type: 'discard', id, conversation }, 'disk');
    next.restore(own);
    // what the back end had and has lost is said again
    for (const { seq: _, state: __, ...message } of older) if (isLocal(message)) next.delivery.offer(message);
    // what is shown is as far as the log is held; of what could not be read it is replayed
    for (const message of left.messages) store.apply({ type: 'message', message }, 'disk');
    for (const { conversation, cursor } of left.conversations) {
      if (cursor != null) next.cursors.set(conversation.id, cursor);
    }
    // in one transaction, so that nobody finds half of it. The outbox is written anew: its numbers may be taken
    give?.(older);
    if (!give) endSession(from.disk);
    from.delivery.restore(left.outbox);
    from.delivery.handTo(next.delivery);
    // what other tabs were just writing; what cannot be read follows at the next sign-in
    const giveRest = async () => {
      const [{ outbox }, rest] = await Promise.all([accounts.loadLeft(principal, [outboxPrefix]), take()]);
      if (accounts.scope !== next) return;
      rest();
      from.delivery.restore(outbox);
      from.delivery.handTo(next.delivery);
    };
    giveRest().catch(() => {});
    return true;
  });
  accounts.joining = next;
  next.secret = from.secret;
  return next.connection.start();
}

export interface Leaving {
  /** What waited to be sent, and is erased. */
  unsent: Message[];
  /** Nothing is left on disk; false when that could not be done. */
  erased: Promise<boolean>;
  /** The back end has ended the session; false when it cannot be reached. */
  revoked: Promise<boolean>;
}

/**
 * Nothing of whoever is here is in memory any more once it resolves. `onUnsent` is told what waits to be sent before
 * anything is erased.
 */
export async function logout(accounts: Accounts, onUnsent: OnUnsent): Promise<Leaving> {
  accounts.claim = undefined;
  return leave(accounts, onUnsent, false);
}

/** Whoever comes next waits for it. */
function leave(accounts: Accounts, onUnsent: OnUnsent, isSwitch: boolean): Promise<Leaving> {
  const left = depart(accounts, onUnsent, isSwitch);
  accounts.leaving = left.then(({ erased }) => erased).catch(() => {});
  return left;
}

/** @param isSwitch another known user comes, of whom what is here stays */
async function depart(accounts: Accounts, onUnsent: OnUnsent, isSwitch: boolean): Promise<Leaving> {
  const { clock, rows, scope, principal, shared } = accounts;
  accounts.joining?.close();
  accounts.joining = null;
  // what other tabs have waiting is not sent either; nor is what else is erased
  await scope.delivery.sync?.();
  const known = scope.delivery.waiting();
  const all = new Set([principal, ANONYMOUS, ...(isSwitch ? [] : await rows.principals())]);
  const others = await Promise.all(
    [...all].filter((other) => other !== principal).map((other) => accounts.load(other)),
  );
  // the anonymous visitor may have become known in another tab meanwhile: what they had goes with this logout as well
  const waiting = scope.isClosed ? known : scope.delivery.waiting();
  const unsent = [...waiting, ...others.flatMap(({ outbox }) => outbox)].map(
    ({ id, at, failed, message: { conversation, by, parts } }): Message => ({
      ...{ id, conversation, author: { kind: by }, parts, at },
      ...(failed ? { state: 'failed', reason: failed } : { state: 'queued' }),
    }),
  );
  onUnsent(unsent);
  // what is written from here on would be erased unseen: it is refused, and stays with whoever wrote it
  scope.isClosed = true;
  scope.delivery.close();
  const { secret } = scope;
  // from here on a page that dies leaves a logout to be finished by the next one
  shared?.end(LEAVING, secret);
  const isDone = (promise: Promise<unknown>, what: string) =>
    within(promise, TIMES.pong, clock, what).then(
      () => true,
      () => false,
    );
  const erased = isDone(Promise.all([...all].map((left) => erase(rows.of(left)))), 'Erasing').then((isErased) => {
    // until here nobody who acts in another tab finds half of it
    if (isSwitch) shared?.begin();
    return isErased;
  });
  const revoked = isDone(revoke(accounts, scope), 'Revoking the session');
  void revoked.then((isRevoked) => isRevoked && secret && shared?.redeemed(secret));
  void Promise.all([erased, revoked]).then(([isErased]) => {
    scope.close();
    if (isErased) shared?.erased();
  });
  accounts.clear();
  return { unsent, erased, revoked };
}

/** Ends the session at the back end, by itself or by its secret alone. */
async function revoke(accounts: Accounts, { connection, secret }: Scope): Promise<void> {
  const { session } = connection;
  if (session?.revoke) return session.revoke();
  const transport = await accounts.transport();
  if (!secret || !transport.revoke) throw new SobaniError('unsupported', 'This session cannot be ended.');
  return transport.revoke({ app: accounts.app, secret });
}
