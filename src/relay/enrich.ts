import * as v from 'valibot';
import * as LIMITS from '../core/limits.js';
import type { Scalar } from '../types.js';
import type { Enriched } from '../wire/desk.js';
import type { Logger } from './logger.js';
import type { Enrich, EnrichUser } from './options.js';
import type { PersonRow } from './store.js';

/** What is known is asked again after this; what failed, after less. */
const KEPT = 5 * 60_000;
const KEPT_FAILURE = 30_000;
/** Persons that are kept, those who were asked about last. */
const MOST = 1_000;

const word = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const answer = v.nullable(
  v.pipe(
    v.record(
      word(LIMITS.contextKey),
      v.union([
        v.pipe(v.string(), v.maxLength(LIMITS.contextValue)),
        v.pipe(v.number(), v.finite()),
        v.boolean(),
        v.null(),
      ]),
    ),
    v.maxEntries(LIMITS.contextKeys),
  ),
);

export interface Enrichment {
  /** What is known now, for the card; null where nothing is asked, was asked yet, or is known. */
  now(person: string): Enriched | null;
  /** Asks, unless the answer is there or under way. `again` asks in any case, unless it is under way. */
  ask(person: PersonRow, again?: boolean): void;
  forget(person: string): void;
}

interface Services {
  enrich: Enrich | null;
  timeout: number;
  log: Logger;
  now: () => number;
  /** What is known of the person is another thing than before. */
  onChange(person: string): void;
}

/** Asks the team's own system about a person, for agents only: aside from everything else, so that nothing waits for it. */
export function createEnrichment({ enrich, timeout, log, now, onChange }: Services): Enrichment {
  const known = new Map<string, { told: Enriched | null; until: number }>();
  /** Who is asked about now, and what it is that will be known. */
  const asking = new Map<string, object>();

  function keep(person: string, told: Enriched | null, until: number): void {
    known.delete(person);
    known.set(person, { told, until });
    for (const [oldest] of known) {
      if (known.size <= MOST) break;
      known.delete(oldest);
    }
  }

  async function facts(user: EnrichUser): Promise<Record<string, Scalar> | null> {
    const stop = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('timeout'));
        stop.abort();
      }, timeout);
    });
    try {
      const asked = Promise.resolve(user).then((who) => enrich!(who, { signal: stop.signal }));
      const result = v.safeParse(answer, await Promise.race([asked, late]));
      if (!result.success) throw new Error('invalid');
      return result.output;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    now: (person) => known.get(person)?.told ?? null,
    ask({ id, app, user, name }, again = false) {
      if (!enrich) return;
      const kept = known.get(id);
      if (asking.has(id) || (!again && kept && now() < kept.until)) return;
      const mine = {};
      asking.set(id, mine);
      // what was known is shown until something else is
      if (kept?.told?.state !== 'ready') keep(id, { state: 'pending' }, 0);
      const settle = (told: Enriched | null, span: number) => {
        if (asking.get(id) !== mine) return; // forgotten meanwhile
        asking.delete(id);
        keep(id, told, now() + span);
        onChange(id);
      };
      const who = { id: user ?? id, verified: user !== null, app, ...(name !== null && { name }) };
      facts(who).then(
        (found) => settle(found && { state: 'ready', facts: found, at: now() }, KEPT),
        (error) => {
          // its words may name the customer, so they are not logged
          const why = error instanceof Error && /^(timeout|invalid)$/.test(error.message) ? error.message : 'threw';
          log.error({ app, person: id, why, ...(error instanceof Error && { error: error.name }) }, 'enrich failed');
          settle({ state: 'failed' }, KEPT_FAILURE);
        },
      );
    },
    forget(person) {
      known.delete(person);
      asking.delete(person);
    },
  };
}
