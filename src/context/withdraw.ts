/** Has the back end delete what the customer has taken back, however long it takes until somebody can be told. */
import type { Accounts } from '../core/accounts.js';
import { mayGo } from '../core/consent.js';
import type { Change } from '../core/ports.js';
import { answeredKey, journeyKey, recentKey, type WithdrawnRow, withdrawnKey, withdrawnPrefix } from '../core/rows.js';
import type { Consent, ConsentCategory, SharedPart } from '../types.js';

/** What may have gone from other pages, where it is not known on this one. */
const ELSEWHERE: Record<ConsentCategory, string> = {
  functional: 'traits company cart order attributes device',
  analytics: 'journey landing signals searches articles events visits segments',
};

/** Rows of what is known, by its key: they go with the word that it may be known. */
const KEPT = new Map([
  ['traits', answeredKey],
  ['journey', journeyKey],
  ['articles', recentKey],
]);

/**
 * The rows that keep what went with the consent before and does not any more, until the back end has deleted it; and what
 * is stored of it here goes.
 */
export function takenBack(
  before: Consent,
  after: Consent,
  known: readonly Pick<SharedPart, 'key' | 'category'>[],
  now: number,
): Change[] {
  const categories = new Map<string, SharedPart['category']>();
  for (const [category, keys] of Object.entries(ELSEWHERE)) {
    for (const key of keys.split(' ')) categories.set(key, category as ConsentCategory);
  }
  for (const { key, category } of known) categories.set(key, category);
  return [...categories].flatMap(([key, category]): Change[] => {
    if (mayGo(after, key, category) === mayGo(before, key, category)) return [];
    if (mayGo(after, key, category)) return [[withdrawnKey(key), undefined]];
    const row: WithdrawnRow = { at: now };
    // also where nothing of it was looked at in this page
    const kept = KEPT.get(key);
    return [[withdrawnKey(key), row], ...(kept ? [[kept, undefined] as const] : [])];
  });
}

/** Asks the back end, where there is one that can. */
export async function tellWithdrawn({ scope, load, principal }: Accounts): Promise<void> {
  const { session } = scope.connection;
  const waiting = async () => (await load(principal, [withdrawnPrefix])).withdrawn;
  const asked = await waiting();
  if (!asked.length || !session?.withdraw) return;
  await session.withdraw(asked.map(([key]) => key));
  const done = new Map(asked);
  // one that was taken back anew meanwhile is asked for anew
  const over = (await waiting()).filter(([key, at]) => done.get(key) === at);
  void scope.disk.write(over.map(([key]) => [withdrawnKey(key), undefined]));
}
