import { SobaniError } from '../core/errors.js';
import { CLOSE, type ClientFrame, PROTOCOL } from '../wire/frames.js';
import type { Hub } from './hub.js';
import type { RelayLimits } from './options.js';
import type { Settings } from './parse-options.js';
import type { Admission, Sessions } from './sessions.js';
import type { TokenVerifier } from './tokens.js';

export interface AdmissionServices {
  hub: Hub;
  limits: RelayLimits;
  sessions: Sessions;
  /** One for every app. */
  verifiers: Map<string, TokenVerifier>;
  settings: Settings;
}

/** Makes what decides over a `hello`: the right page, app, token and session, and room for one more connection. */
export function createAdmission({ hub, limits, sessions, verifiers, settings }: AdmissionServices) {
  async function identify(hello: ClientFrame & { t: 'hello' }, origin: string): Promise<Admission> {
    if (hello.v !== PROTOCOL) {
      throw new SobaniError('unsupported', `this relay speaks version ${PROTOCOL} of the protocol`, { path: 'v' });
    }
    const app = settings.apps.get(hello.app);
    if (!app?.origins.includes(origin)) {
      throw new SobaniError('forbidden', 'no such app for this origin; add the origin to the app', { path: 'app' });
    }
    const identity = hello.token === undefined ? null : await verifiers.get(app.id)!.verify(hello.token);
    return sessions.admit(app.id, identity, hello.secret);
  }

  function checkSeats({ person }: Admission): void {
    const seats = hub.seats(person.id);
    if (seats.length < limits.connectionsPerVisitor) return;
    // some may be what a network that comes and goes has left behind
    for (const seat of seats) seat.probe();
    const details = { retryable: true, retryAfter: 5_000 };
    throw new SobaniError('rate', `at most ${limits.connectionsPerVisitor} connections a visitor`, details);
  }

  /** The conversations that followed a visitor who is now known: everybody learns whose they are. */
  function tellMoved({ moved, from, person }: Admission): void {
    if (from === null) return;
    for (const seat of hub.seats(from)) seat.end(CLOSE.auth, 'this session was merged into a known user');
    for (const seat of hub.seats(person.id)) seat.adopt(moved);
    for (const row of moved) for (const seat of hub.desk) seat.change({ before: row, after: row, messages: [] });
  }

  return async function admit(hello: ClientFrame & { t: 'hello' }, origin: string): Promise<Admission> {
    const admission = await identify(hello, origin);
    tellMoved(admission);
    checkSeats(admission);
    return admission;
  };
}
