import { SobaniError, toSobaniError } from '../core/errors.js';
import { type Ask, CLOSE, type ClientFrame, PROTOCOL, type ServerFrame } from '../wire/frames.js';
import { type AdmissionServices, createAdmission } from './admission.js';
import { type Connection, createConnection } from './connection.js';
import { createFeed } from './feed.js';
import { parseClientFrame } from './frames.js';
import { toRemote, type VisitorSeat } from './hub.js';
import { toCursor } from './ids.js';
import type { Link } from './link.js';
import type { Logger } from './logger.js';
import { SPANS } from './options.js';
import { createRate } from './rates.js';
import type { Admission } from './sessions.js';
import { createVisitorActions, type Visitor, type VisitorServices } from './visitor.js';

export interface Peer {
  id: string;
  address: string;
  origin: string;
}

interface GatewayServices extends VisitorServices, AdmissionServices {
  log: Logger;
  now: () => number;
}

const MINUTE = 60_000;
/** Frames that may wait while `hello` is looked at. */
const MAX_WAITING = 100;

/** Serves visitors' links: admission first, then one frame after the other. */
export function createGateway(services: GatewayServices): (link: Link, peer: Peer) => void {
  const { store, hub, limits, metrics, now } = services;
  const { uploads } = services.settings;
  const actions = createVisitorActions(services);
  const admit = createAdmission(services);

  return function serve(link, peer) {
    const log = services.log.child({ connection: peer.id });
    const frames = createRate('frames', limits.framesPerMinute, MINUTE, limits.framesPerMinute, now);
    let state: 'silent' | 'greeting' | Visitor = 'silent';
    let waiting: ClientFrame[] = [];
    let leave = () => {};

    const connection: Connection<ServerFrame> = createConnection<ServerFrame>(link, peer, limits, {
      text: onText,
      binary: () => end(CLOSE.protocol, new SobaniError('invalid', 'frames are text, not binary')),
      slow: () => log.warn('closed: reads too slowly'),
      closed: () => {
        clearTimeout(silence);
        clearTimeout(revalidation);
        leave();
      },
    });
    let revalidation: NodeJS.Timeout | undefined;
    const silence = setTimeout(() => end(CLOSE.silent, new SobaniError('timeout', 'no hello in time')), limits.silent);

    function fail(error: SobaniError, r?: number): void {
      const { code, path, retryAfter, message } = error;
      metrics.refused.add(code);
      const visitor = typeof state === 'object' ? { app: state.person.app, person: state.person.id } : {};
      const entry = { ...visitor, code, ...(path !== undefined && { path }), ...(r !== undefined && { r }) };
      if (code === 'internal') log.error({ ...entry, why: String(error.cause ?? error) }, 'failed');
      else log.warn(entry, code === 'auth' ? message : 'refused');
      connection.send({
        t: 'error',
        ...(r !== undefined && { r }),
        code,
        message: code === 'internal' ? 'the relay failed; try again' : message,
        ...(path !== undefined && { path }),
        ...(retryAfter !== undefined && { retryAfter }),
      });
    }

    function end(close: number, error: SobaniError): void {
      fail(error);
      connection.close(close, error.code);
    }

    function onText(text: string): void {
      metrics.frames.add();
      if (frames.take('')) {
        end(CLOSE.rate, new SobaniError('rate', 'too many frames', { retryAfter: MINUTE }));
        return;
      }
      const { frame, refused, r } = parseClientFrame(text);
      if (frame) onFrame(frame);
      else if (!refused) end(CLOSE.protocol, new SobaniError('invalid', 'that is no frame'));
      else if (typeof state === 'object') fail(refused, r);
      else end(CLOSE.protocol, refused);
    }

    function onFrame(frame: ClientFrame): void {
      if (state === 'silent' && frame.t === 'ping') {
        // somebody looks whether frames get through
        connection.send({ t: 'pong' });
      } else if (state === 'silent') {
        clearTimeout(silence);
        state = 'greeting';
        if (frame.t === 'hello') void greet(frame);
        else end(CLOSE.protocol, new SobaniError('invalid', 'the first frame is hello'));
      } else if (state === 'greeting') {
        waiting.push(frame);
        if (waiting.length > MAX_WAITING) end(CLOSE.rate, new SobaniError('rate', 'too many frames before welcome'));
      } else handle(state, frame);
    }

    async function greet(hello: ClientFrame & { t: 'hello' }): Promise<void> {
      try {
        const admission = await admit(hello, peer.origin);
        if (connection.isOpen) welcome(admission);
      } catch (thrown) {
        const error = toSobaniError(thrown);
        const closes: Partial<Record<SobaniError['code'], number>> = {
          rate: CLOSE.rate,
          auth: CLOSE.auth,
          forbidden: CLOSE.auth,
          unsupported: CLOSE.protocol,
        };
        end(closes[error.code] ?? 1011, error);
      }
    }

    function welcome({ person, secret, selector }: Admission): void {
      const feed = createFeed(connection, store, person.id, metrics.replayed);
      const visitor: Visitor = { person, session: selector, connection, feed };
      state = visitor;
      leave = hub.join(person.id, toSeat(visitor));
      if (person.user !== null) {
        revalidation = setTimeout(() => connection.close(1012, 'prove your identity again'), SPANS.revalidate);
      }
      const { id, name, user } = person;
      connection.send({
        t: 'welcome',
        v: PROTOCOL,
        person: { id, verified: user !== null, ...(name !== null && { name }) },
        secret,
        epoch: store.epoch,
        ...(services.transcripts && { can: ['transcript'] }),
        ...(uploads && { upload: { bytes: limits.upload, types: uploads.types } }),
      });
      log.info({ app: person.app, person: id, known: user !== null }, 'welcome');
      const frames = waiting;
      waiting = [];
      for (const frame of frames) handle(visitor, frame);
    }

    function toSeat({ session, feed }: Visitor): VisitorSeat {
      return {
        session,
        connection: peer.id,
        message: (message) => feed.offer({ type: 'message', message, cursor: toCursor(store.epoch, message.seq) }),
        conversation: (row) => feed.offer({ type: 'conversation', conversation: toRemote(row) }),
        typing: (conversation, author, on) => feed.offer({ type: 'typing', conversation, author, on }),
        adopt: (rows) => void feed.adopt(rows).catch(drop),
        end: (code, reason) => connection.close(code, reason),
        probe: () => connection.probe(),
      };
    }

    /** The feed broke: the client comes again and is told everything from its cursors. */
    function drop(thrown: unknown): void {
      end(1011, toSobaniError(thrown));
    }

    function handle(visitor: Visitor, frame: ClientFrame): void {
      if (!connection.isOpen) return;
      switch (frame.t) {
        case 'hello':
          end(CLOSE.protocol, new SobaniError('invalid', 'hello was said already'));
          break;
        case 'ping':
          connection.send({ t: 'pong' });
          break;
        case 'typing':
          actions.typing(visitor, frame).catch(quiet);
          break;
        case 'read':
          actions.read(visitor, frame).catch(quiet);
          break;
        default:
          void answer(visitor, frame);
      }
    }

    /** Notices are not answered: refused ones leave a line in the log and nothing else. */
    function quiet(thrown: unknown): void {
      log.debug({ code: toSobaniError(thrown).code }, 'notice refused');
    }

    async function answer(visitor: Visitor, frame: Ask): Promise<void> {
      try {
        const data = await actions.ask(visitor, frame);
        connection.send({ t: 'ok', r: frame.r, data });
        if (frame.t === 'subscribe') visitor.feed.subscribe(frame.after).catch(drop);
        if (frame.t === 'revoke' || frame.t === 'erase') connection.close(1000, 'session over');
      } catch (thrown) {
        fail(toSobaniError(thrown), frame.r);
      }
    }
  };
}
