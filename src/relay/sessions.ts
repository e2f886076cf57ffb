import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { SobaniError } from '../core/errors.js';
import { newId } from './ids.js';
import { SPANS } from './options.js';
import type { Rate } from './rates.js';
import type { ConversationRow, PersonRow, SessionRow, SignIn, Store } from './store.js';
import type { Identity } from './tokens.js';

/**
 * A session's secret is `v` (anonymous visitor) or `u` (known user), 22 characters by which it is found, and 43 that
 * prove it: 256 random bits, of which only the SHA-256 is kept. The first letter says that a secret was once a known
 * user's also when the session is long gone, so that it never opens an anonymous one.
 */
const SECRET = /^([vu])([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{43})$/;

const hash = (proof: string) => createHash('sha256').update(proof).digest('hex');

function newSecret(kind: 'v' | 'u') {
  const selector = newId();
  const proof = randomBytes(32).toString('base64url');
  return { secret: `${kind}${selector}${proof}`, session: { selector, verifier: hash(proof) } };
}

export interface Admission {
  person: PersonRow;
  secret: string;
  selector: string;
  /** Conversations that followed the visitor who is now known, and who that was. */
  moved: ConversationRow[];
  from: string | null;
}

export interface Sessions {
  /**
   * Admits whoever says hello. Without a token: the visitor whose secret it is, else a new anonymous one. With a token:
   * its user, to whom the conversations of an anonymous secret are moved.
   * @throws SobaniError `auth` for the secret of a known user without a token, `rate`
   */
  admit(app: string, identity: Identity | null, secret: string | undefined): Promise<Admission>;
  /** The running session of that secret; null when there is none. */
  find(app: string, secret: string | undefined): Promise<SessionRow | null>;
  /** Ends the session of that secret, running or not. Answers which it was; null when there is none. */
  end(app: string, secret: string): Promise<SessionRow | null>;
}

export function createSessions(store: Store, identifications: Rate, now: () => number): Sessions {
  async function find(app: string, secret: string | undefined): Promise<SessionRow | null> {
    const [, , selector, proof] = SECRET.exec(secret ?? '') ?? [];
    if (!selector || !proof) return null;
    const session = await store.session(app, selector);
    const isProven = timingSafeEqual(
      Buffer.from(hash(proof), 'hex'),
      Buffer.from(session?.verifier ?? hash(''), 'hex'),
    );
    return isProven ? session : null;
  }

  function isRunning({ person, createdAt, usedAt }: SessionRow): boolean {
    const rested = now() - usedAt;
    if (person.user === null) return rested < SPANS.anonymous;
    return rested < SPANS.revalidate && now() - createdAt < SPANS.known;
  }

  async function resume(session: SessionRow, secret: string, user: SignIn['user']): Promise<Admission | null> {
    const person = await store.touch(session.selector, user);
    return person && { person, secret, selector: session.selector, moved: [], from: null };
  }

  async function start(app: string, user: SignIn['user'], merge: string | null): Promise<Admission> {
    const { secret, session } = newSecret(user ? 'u' : 'v');
    const made = await store.signIn({ app, user, session, merge });
    return { ...made, secret, selector: session.selector };
  }

  return {
    async find(app, secret) {
      const session = await find(app, secret);
      return session && isRunning(session) ? session : null;
    },
    async end(app, secret) {
      const session = await find(app, secret);
      if (session) await store.endSession(session.selector);
      return session;
    },
    async admit(app, identity, secret) {
      const session = await find(app, secret);
      const running = session && isRunning(session) ? session : null;
      if (!identity) {
        if (secret?.startsWith('u')) {
          throw new SobaniError('auth', 'this session is of a known user: connect with a fresh identity token');
        }
        return (running && secret && (await resume(running, secret, null))) || start(app, null, null);
      }
      const user = { id: identity.user, name: identity.name, claims: identity.claims };
      if (running && secret && running.person.user === identity.user) {
        const resumed = await resume(running, secret, user);
        if (resumed) return resumed;
      }
      identifications.spend(`${app} ${identity.user}`);
      return start(app, user, running?.person.user === null ? running.selector : null);
    },
  };
}
