/**
 * Gathers what the customer does on the page, in this page's memory whatever they agree to: it leaves only with consent.
 * With sources it is fetched in idle time, long before the messenger, so it imports nothing of that.
 */
import type { PageContext, Visit } from '../types.js';
import { watchAttention } from './attention.js';
import { createFacts, type Facts } from './facts.js';
import { readPage, type UrlRules, watchUrl } from './page.js';
import { createScope } from './scope.js';
import type { Category, Source } from './source.js';

/** Pages that are remembered of a visit. */
const MOST_VISITS = 30;

export interface Collector {
  readonly facts: Facts;
  /** What of an address may be told. */
  rules: UrlRules;
  /** The page as it is now. */
  page(): PageContext;
  /** The oldest first, with the titles that they have now. */
  journey(): Visit[];
  /** Nothing is gathered any more. */
  isOver: boolean;
  /** Listens to a source until the undo; what it told is gone then. */
  follow(source: Source): () => void;
  /** What was gathered is gone, of that category or all of it, and its sources begin anew: somebody else is here, perhaps. */
  renew(category?: Category): void;
  /** Called when what is known may have changed. Returns the undo. */
  watch(listener: () => void): () => void;
  /** What is said of it has changed. */
  changed(): void;
  detach(): void;
}

/** Begins a source, and answers its end. */
interface Begin {
  (isLater: boolean): () => void;
  category?: Category;
}

export function createCollector(rules: UrlRules, now: () => number): Collector {
  const facts = createFacts();
  const visits: Visit[] = [];
  const listeners = new Set<() => void>();
  const scope = createScope({ now });
  const attention = watchAttention(scope);
  /** Each source that is followed, with its end. */
  const followed = new Map<Begin, () => void>();

  const collector: Collector = {
    facts,
    rules,
    isOver: false,
    /** Routers set the title after the address, so it is read again before it is told. */
    page() {
      const page = readPage(collector.rules);
      const last = visits.at(-1);
      if (last?.url === page.url) last.title = page.title;
      return page;
    },
    journey() {
      collector.page();
      Object.assign(visits.at(-1)!, attention.read());
      return visits.map((visit) => ({ ...visit }));
    },
    follow(source) {
      const begin: Begin = (isLater) => {
        let isOver = false;
        const tell = (values: object) => {
          if (!isOver && facts.tell(source.name, source.category, values, now(), source.parts)) collector.changed();
        };
        const stop = source.start(tell, { now, idle: scope.idle, isLater });
        return () => {
          isOver = true;
          stop();
          if (facts.forget(source.name)) collector.changed();
        };
      };
      begin.category = source.category;
      followed.set(begin, begin(false));
      return () => {
        followed.get(begin)?.();
        followed.delete(begin);
      };
    },
    renew(category) {
      if (category !== 'functional') visits.length = 0;
      visit();
      for (const [begin, end] of followed) {
        if (category && begin.category !== category) continue;
        end();
        followed.set(begin, begin(true));
      }
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed() {
      for (const listener of listeners) listener();
    },
    detach() {
      collector.isOver = true;
      listeners.clear();
      scope.end();
      for (const end of followed.values()) end();
      followed.clear();
    },
  };

  const visit = () => {
    const { url, title } = readPage(collector.rules);
    const last = visits.at(-1);
    if (last?.url === url) return;
    // it was given the title of the page before: the router sets it after the address, so this is still its own
    if (last && last.title === visits.at(-2)?.title) last.title = title;
    if (last) Object.assign(last, attention.read());
    attention.begin();
    visits.push({ url, title, at: now() });
    // where they came in stays
    if (visits.length > MOST_VISITS) visits.splice(1, 1);
    collector.changed();
  };
  visit();
  watchUrl(scope, visit);
  return collector;
}
