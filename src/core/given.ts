/**
 * What the anonymous visitor had when they became a known user. A disk that is full or slow keeps it in its old place for a
 * while; there it is nobody's but that user's.
 */
import { isGiven } from './marker.js';
import { NOTHING, type Restored } from './scope.js';

/**
 * The rows of the anonymous visitor, without what was given to somebody else than `to`.
 * @param now epoch of the marker
 */
export function withoutGiven(found: Restored, now: string, to?: string): Restored {
  const isOthers = ({ epoch }: { epoch?: string | undefined }) => epoch !== undefined && isGiven(now, epoch, to);
  const outbox = found.outbox.filter((item) => !isOthers(item));
  return isOthers(found) ? { ...NOTHING, consent: found.consent, outbox } : { ...found, outbox };
}
