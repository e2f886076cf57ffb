/** What the customer lets go along with their words. */
import type { Consent, SharedPart, Snapshot } from '../types.js';

/** Whether this part may leave. */
export const mayGo = (consent: Consent, key: string, category: SharedPart['category']): boolean =>
  category === 'necessary' || (consent[category] && !consent.off?.includes(key));

const NEEDED = new Set(['v', 'page', 'locale', 'about']);

/** The snapshot without what may not leave: the same one where all of it may. */
export function allowed(snapshot: Snapshot, consent: Consent): Snapshot {
  // of what does not say what it is the strictest is taken
  const categoryOf = (key: string) => snapshot.about?.[key]?.category ?? 'analytics';
  const isOff = (key: string) => !NEEDED.has(key) && !mayGo(consent, key, categoryOf(key));
  // a stored one may be anything
  const off = Object.keys(Object(snapshot)).filter(isOff);
  if (!off.length) return snapshot;
  const without = <T extends object>(all: T) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !off.includes(key))) as T;
  const rest = without(snapshot);
  if (rest.about) rest.about = without(rest.about);
  return rest;
}
