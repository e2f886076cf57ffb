import { type Logger, pino } from 'pino';
import type { Settings } from './parse-options.js';

export type { Logger };

/** Keys that the sender chose are not logged: where they begin, a path ends. */
const withoutKeys = (path: unknown) => String(path).replace(/\b(after|attributes|traits)\..*/s, '$1');

/**
 * One line of JSON an event. Callers give ids, codes and paths; never texts, tokens, secrets or names, so that the log
 * may be kept and shown.
 */
export function createLogger(options: Settings['log']): Logger {
  return pino(
    { level: options.level ?? 'info', base: { name: 'sobani-relay' }, serializers: { path: withoutKeys } },
    options.destination ?? process.stderr,
  );
}
