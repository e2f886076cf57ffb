/**
 * Signing in and out. An anonymous visitor may become a known user and takes their conversations along; between two known
 * users nothing crosses.
 */
import type { Message, Person } from '../types.js';
import { type Accounts, ANONYMOUS } from './accounts.js';
import { within } from './connection.js';
import { SobaniError, toSobaniError } from './errors.js';
import { LEAVING, newEpoch } from './marker.js';
import type { Disk } from './ports.js';
import { sessionKey } from './rows.js';
import type { Restored, Scope } from './scope.js';
import * as TIMES from './times.js';

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

/** Gives all rows to another principal, whose own stand where both have one; or to nobody. */
async function move(from: Disk, to: Disk | null): Promise<void> {
  const [found, own] = await Promise.all([from.load(''), to?.load('')]);
  const has = new Set(own?.map(([key]) => key));
  const written = to?.write(found.filter(([key]) => !has.has(key)));
  await from.write(found.map(([key]) => [key, undefined] as const));
  await written;
}

/**
 * @param onUnsent told what another known user, who was here, had waiting; it is erased then
 * @throws SobaniError `auth` when there is no token or the back end refuses it; the messenger is paused then.
 */
export async function identify(accounts: Accounts, how: unknown, onUnsent: OnUnsent = () => {}): Promise<Person> {
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
    found = await accounts.load(principal);
    if (!isLast()) throw new SobaniError('auth', 'Another identify() or a logout() came after this one.');
  } catch (error) {
    // going on as somebody else is never an answer to a failed sign-in
    if (isLast()) store.apply({ type: 'status', status: 'paused' }, 'system');
    throw error;
  }
  Object.assign(accounts, { token, claim: undefined });
  if (principal === accounts.principal) return accounts.scope.connection.start();

  if (accounts.principal !== ANONYMOUS) await leave(accounts, onUnsent, newEpoch());
  if (found.person?.verified && accounts.isEmpty()) {
    accounts.scope.close();
    const scope = accounts.create(principal);
    accounts.enter(principal, scope);
    scope.restore(found);
    return accounts.scope.connection.start();
  }
  // until the back end has agreed, what is written stays with the anonymous visitor, and waits
  const from = accounts.scope;
  const next = accounts.create(principal, () => {
    if (accounts.joining !== next) return;
    // the anonymous visitor is nobody any more, in other tabs too
    accounts.shared?.end(newEpoch(accounts.shared.epoch), null);
    accounts.enter(principal, next);
    next.restore(found);
    for (const [id, cursor] of from.cursors) next.cursors.set(id, cursor);
    void from.disk.write([[sessionKey, undefined]]);
    // their numbers may be taken in the other namespace: they are written anew, not moved
    from.delivery.handTo(next.delivery);
    void move(from.disk, next.disk);
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
  return leave(accounts, onUnsent, LEAVING);
}

async function leave(accounts: Accounts, onUnsent: OnUnsent, epoch: string): Promise<Leaving> {
  const { clock, rows, scope, principal, shared } = accounts;
  accounts.joining?.close();
  accounts.joining = null;
  // what other tabs have waiting is not sent either
  await scope.delivery.sync?.();
  const unsent = scope.delivery.waiting().map(
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
  shared?.end(epoch, secret);
  const isDone = (promise: Promise<unknown>, what: string) =>
    within(promise, TIMES.pong, clock, what).then(
      () => true,
      () => false,
    );
  const erased = isDone(Promise.all([principal, ANONYMOUS].map((left) => move(rows.of(left), null))), 'Erasing');
  const revoked = isDone(revoke(accounts, scope), 'Revoking the session');
  void Promise.all([erased, revoked]).then(([isErased, isRevoked]) => {
    scope.close();
    if (isErased) shared?.ended(isRevoked ? secret : null);
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
