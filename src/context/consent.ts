/** What the customer agrees to, and keeps back all the same. */
import { SobaniError } from '../core/errors.js';
import type { Consent, SharedPart } from '../types.js';

const MOST_OFF = 50;

/** The consent after a change by the host. @throws SobaniError `invalid` with the path */
export function changeConsent(before: Consent, change: Partial<Consent> | undefined): Consent {
  const { off = before.off, ...rest } = { ...change };
  const isKey = (key: unknown) => typeof key === 'string' && key !== '';
  if (off !== undefined && !(Array.isArray(off) && off.length <= MOST_OFF && off.every(isKey))) {
    throw new SobaniError('invalid', 'consent({ off }) must be a list of keys of the snapshot.', { path: 'off' });
  }
  const after: Consent = { functional: before.functional, analytics: before.analytics };
  for (const key of ['functional', 'analytics'] as const) {
    const value = rest[key] ?? before[key];
    if (typeof value !== 'boolean') {
      throw new SobaniError('invalid', `consent({ ${key} }) must be true or false.`, { path: key });
    }
    after[key] = value;
  }
  // as long as nobody says anything of it, signals of the page do
  if (before.from && rest.analytics === undefined) after.from = before.from;
  return off?.length ? { ...after, off: [...off] } : after;
}

/**
 * The consent after the customer has switched one part. The first of `analytics` turns that on, and only itself: what they
 * were not asked about does not come along.
 * @throws SobaniError `not-found` for what is not known or cannot be kept back
 */
export function switchPart(before: Consent, parts: readonly SharedPart[], key: string, isOn: boolean): Consent {
  const category = parts.find((part) => part.key === key)?.category;
  if (!category || category === 'necessary') {
    throw new SobaniError('not-found', `There is no part "${key}" that can be kept back.`, { path: 'key' });
  }
  const off = new Set(before.off);
  // writing grants `functional`, whatever is switched before
  const isFirst = isOn && category === 'analytics' && !before.analytics;
  const others = parts.filter((part) => part.category === category && part.key !== key);
  if (isFirst) for (const other of others) off.add(other.key);
  if (isOn) off.delete(key);
  else off.add(key);
  return changeConsent(before, { off: [...off], ...(isFirst && { analytics: true }) });
}
