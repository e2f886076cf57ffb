import { SobaniError, toSobaniError } from '../core/errors.js';
import type { DeskAsk, DeskClientFrame, DeskServerFrame } from '../wire/desk.js';
import { CLOSE } from '../wire/frames.js';
import { type Connection, createConnection } from './connection.js';
import type { createDesk, DeskUser } from './desk.js';
import { parseDeskFrame } from './desk-frames.js';
import type { DeskSessions } from './desk-sessions.js';
import type { Peer } from './gateway.js';
import type { Link } from './link.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import type { RelayLimits } from './options.js';
import { createRate } from './rates.js';

interface Services {
  desk: ReturnType<typeof createDesk>;
  sessions: DeskSessions;
  limits: RelayLimits;
  metrics: Metrics;
  log: Logger;
  now: () => number;
}

/** Serves agents' sockets. */
export function createDeskGateway({ desk, sessions, limits, metrics, now, ...services }: Services) {
  return function serve(link: Link, peer: Peer): void {
    const log = services.log.child({ connection: peer.id });
    const frames = createRate('frames', limits.framesPerMinute, 60_000, limits.framesPerMinute, now);
    let user: DeskUser | null = null;
    let isJoined = false;

    const connection: Connection<DeskServerFrame> = createConnection<DeskServerFrame>(link, peer, limits, {
      text: onText,
      binary: () => end(CLOSE.protocol, new SobaniError('invalid', 'frames are text, not binary')),
      slow: () => log.warn('closed: reads too slowly'),
      closed: () => {
        clearTimeout(silence);
        if (user) desk.leave(user);
      },
    });
    const silence = setTimeout(() => end(CLOSE.silent, new SobaniError('timeout', 'no hello in time')), limits.silent);

    function fail(error: SobaniError, r?: number): void {
      const { code, path, message } = error;
      metrics.refused.add(code);
      const entry = { agent: user?.agent.id, code, path, r };
      if (code === 'internal') log.error({ ...entry, why: String(error.cause ?? error) }, 'failed');
      else log.warn(entry, 'refused');
      const said = code === 'internal' ? 'the relay failed; try again' : message;
      connection.send({ t: 'error', ...(r !== undefined && { r }), code, message: said });
    }

    function end(close: number, error: SobaniError): void {
      fail(error);
      connection.close(close, error.code);
    }

    function onText(text: string): void {
      metrics.frames.add();
      if (frames.take('')) {
        end(CLOSE.rate, new SobaniError('rate', 'too many frames'));
        return;
      }
      const { frame, refused, r } = parseDeskFrame(text);
      if (frame) onFrame(frame);
      else if (!refused) end(CLOSE.protocol, new SobaniError('invalid', 'that is no frame'));
      else if (user) fail(refused, r);
      else end(CLOSE.protocol, refused);
    }

    function onFrame(frame: DeskClientFrame): void {
      if (frame.t !== 'hello') {
        if (user) handle(user, frame);
        else end(CLOSE.protocol, new SobaniError('invalid', 'the first frame is hello'));
      } else if (user) end(CLOSE.protocol, new SobaniError('invalid', 'hello was said already'));
      else greet(frame.session);
    }

    function greet(session: string): void {
      clearTimeout(silence);
      const agent = sessions.agentOf(session);
      if (!agent) {
        end(CLOSE.auth, new SobaniError('auth', 'this session is over; open the printed link again'));
        return;
      }
      user = { agent, connection, loaded: new Map() };
      log.info({ agent: agent.id }, 'agent signed in');
      desk.join(user).then(
        () => {
          isJoined = true;
        },
        (thrown) => end(1011, toSobaniError(thrown)),
      );
    }

    function handle(agent: DeskUser, frame: Exclude<DeskClientFrame, { t: 'hello' }>): void {
      if (!connection.isOpen || !isJoined) return;
      switch (frame.t) {
        case 'ping':
          connection.send({ t: 'pong' });
          break;
        case 'typing':
          desk.typing(agent, frame).catch(quiet);
          break;
        case 'read':
          desk.read(frame).catch(quiet);
          break;
        default:
          void answer(agent, frame);
      }
    }

    function quiet(thrown: unknown): void {
      log.debug({ code: toSobaniError(thrown).code }, 'notice refused');
    }

    async function answer(agent: DeskUser, frame: DeskAsk): Promise<void> {
      try {
        connection.send({ t: 'ok', r: frame.r, data: await desk.ask(agent, frame) });
      } catch (thrown) {
        fail(toSobaniError(thrown), frame.r);
      }
    }
  };
}
