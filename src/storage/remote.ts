/** The session that another tab holds, as this one may use it: for what it cannot have done there it takes the connection. */
import { SobaniError } from '../core/errors.js';
import type { Session } from '../core/ports.js';

const TAKING = [
  'history',
  'conversations',
  'context',
  'handoff',
  'rate',
  'close',
  'erase',
  'upload',
  'file',
  'withdraw',
  'transcript',
] as const;

/**
 * @param take resolves with the session once this tab holds it
 * @param typing has the tab that holds it say so
 */
export function remoteSession(take: () => Promise<Session>, typing: (conversation: string) => void): Session {
  const taking =
    (method: (typeof TAKING)[number]) =>
    async (...given: never[]) => {
      const session = await take();
      if (session[method]) return (session[method] as (...given: never[]) => Promise<unknown>)(...given);
      throw new SobaniError('unsupported', `This back end has no ${method}.`);
    };
  return {
    typing,
    // the row that is written next tells it to the one who leads
    read() {},
    ...Object.fromEntries(TAKING.map((method) => [method, taking(method)])),
  } as unknown as Session;
}
