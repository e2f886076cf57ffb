import { SobaniError } from './errors.js';

/** So many times in all what is stored is asked for again before it is done without. */
const MOST_UNREAD = 3;

/** A disk that hangs may hold a session, without which the visitor would be somebody new: it is given some time. */
export function unreadable(): (cause: unknown) => null {
  let unread = 0;
  return (cause) => {
    if (unread++ >= MOST_UNREAD) return null;
    throw new SobaniError('storage', 'What is stored could not be read yet.', { retryable: true, cause });
  };
}
