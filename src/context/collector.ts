/**
 * Gathers what the customer does on the page, in this page's memory whatever they agree to: it leaves only with consent.
 * With sources it is fetched in idle time, long before the messenger, so it imports nothing of that.
 */
import type { PageContext, Visit } from '../types.js';
import { createFacts, type Facts } from './facts.js';
import { readPage, type UrlRules, watchUrl } from './page.js';
import type { Source } from './source.js';

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
  /** Listens to a source until the undo; what it told is gone then. */
  follow(source: Source): () => void;
  /** Called when what is known may have changed. Returns the undo. */
  watch(listener: () => void): () => void;
  /** What is said of it has changed. */
  changed(): void;
  detach(): void;
}

const idle = (run: () => void): (() => void) => {
  // Safari has none
  if (!window.requestIdleCallback) {
    const timer = setTimeout(run, 1);
    return () => clearTimeout(timer);
  }
  // it may wait for the next input otherwise, where the browser has much to do
  const id = requestIdleCallback(run, { timeout: 1_000 });
  return () => cancelIdleCallback(id);
};

export function createCollector(rules: UrlRules, now: () => number): Collector {
  const facts = createFacts();
  const visits: Visit[] = [];
  const listeners = new Set<() => void>();
  const undo: (() => void)[] = [];

  const collector: Collector = {
    facts,
    rules,
    /** Routers set the title after the address, so it is read again before it is told. */
    page() {
      const page = readPage(collector.rules);
      const last = visits.at(-1);
      if (last?.url === page.url) last.title = page.title;
      return page;
    },
    journey() {
      collector.page();
      return visits.map((visit) => ({ ...visit }));
    },
    follow(source) {
      const tell = (values: object) => {
        if (facts.tell(source.name, source.category, values, now())) collector.changed();
      };
      const stop = source.start(tell, { now, idle });
      const end = () => {
        stop();
        if (facts.forget(source.name)) collector.changed();
      };
      undo.push(end);
      return end;
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed() {
      for (const listener of listeners) listener();
    },
    detach() {
      listeners.clear();
      for (const end of undo.splice(0)) end();
    },
  };

  const visit = () => {
    const { url, title } = readPage(collector.rules);
    const last = visits.at(-1);
    if (last?.url === url) return;
    // it was given the title of the page before: the router sets it after the address, so this is still its own
    if (last && last.title === visits.at(-2)?.title) last.title = title;
    visits.push({ url, title, at: now() });
    if (visits.length > MOST_VISITS) visits.shift();
    collector.changed();
  };
  visit();
  undo.push(watchUrl(visit));
  return collector;
}
