/** What the messenger itself knows of a visit: what is done in it, what the host tracks, how often somebody comes. */
import { mayGo } from '../core/consent.js';
import { type SobaniError, toSobaniError } from '../core/errors.js';
import { lazy } from '../core/lazy.js';
import type { Disk } from '../core/ports.js';
import { visitsKey } from '../core/rows.js';
import type { Store } from '../core/store.js';
import type { EventMap, Scalar } from '../types.js';
import type { Collector } from './collector.js';
import type { Context } from './context.js';
import { DEFAULTS, parseRules, segmentsOf } from './segments.js';
import type { Category, SourceValues } from './source.js';
import { parseVisits, type Visits, visited } from './visits.js';

const MOST = { searches: 10, articles: 10, events: 20 };
/** Keys of the data of one event, and characters of a text in it. */
const KEYS = 20;
const LENGTH = 512;
/** Milliseconds after which it is written again that somebody is still here. */
const AGAIN = 5 * 60_000;

export interface Activity {
  note<E extends 'search' | 'article' | 'article-feedback' | 'track'>(event: E, detail: EventMap[E]): void;
  /** Also of the context. */
  detach(): void;
}

interface Options extends Pick<Context, 'shared' | 'goOn' | 'detach'> {
  store: Store;
  collector: Collector;
  now(): number;
  /** Of whoever is here. */
  disk(): Disk;
  /** An article's title. */
  title(id: string): Promise<string | undefined>;
  onError(error: SobaniError): void;
}

/** What of it is flat; the rest is left out. */
const flat = (data: unknown): Record<string, Scalar> => {
  const isFlat = ([key, value]: [string, unknown]) =>
    key.length <= 64 &&
    key !== '__proto__' &&
    (value === null || /^(boolean|number|string)$/.test(typeof value)) &&
    (typeof value !== 'number' || Number.isFinite(value)) &&
    `${value}`.length <= LENGTH;
  return Object.fromEntries(Object.entries(Object(data)).filter(isFlat).slice(0, KEYS)) as Record<string, Scalar>;
};

/** The first page that is remembered. */
const entryOf = (collector: Collector) => {
  const { url, title } = collector.journey()[0]!;
  return { url, title };
};

/** Resolves when what is stored of earlier visits is read. */
export async function attachActivity(options: Options): Promise<Activity> {
  const { store, collector, now, disk, onError } = options;
  type Lists = Record<keyof typeof MOST, Record<string, unknown>[]>;
  const nothing = (): Lists => ({ searches: [], articles: [], events: [] });
  let lists = nothing();
  let tell = (_: SourceValues) => {};
  let visits: Visits | undefined;
  let reads = 0;
  let writes = Promise.resolve();

  const add = (key: keyof Lists, one: Record<string, unknown>) => {
    lists[key] = [...lists[key], { ...one, at: now() }].slice(-MOST[key]);
    tell({ [key]: lists[key] });
  };
  const tellVisits = () => {
    if (!visits) return;
    const { last: _, entry, ...known } = visits;
    const earlier = store.conversations.value.filter(({ status }) => status === 'resolved').length;
    tell({ visits: { ...known, earlier, ...(entry && { entry }) } });
  };
  const failed = (error: unknown) => onError(toSobaniError(error, 'storage'));
  const mayKeep = () => mayGo(store.consent.value, 'visits', 'analytics');
  /** As it is told, which is without what is nobody's business; nothing where that is not agreed to. */
  const keep = () => {
    writes = writes
      .then(async () => {
        if (mayKeep()) {
          const part = options.shared().parts.find(({ key }) => key === 'visits');
          if (!visits || !part) return;
          const { entry } = part.value as Partial<Visits>;
          await disk().write([[visitsKey, { ...visits, entry }]]);
        } else {
          await disk().write([[visitsKey, undefined]]);
        }
      })
      .catch(failed);
  };
  const read = async () => {
    const turn = ++reads;
    const rows = await disk().load(visitsKey);
    if (turn !== reads) return;
    const row = parseVisits(rows[0]?.[1]);
    visits = visited(row ?? visits, entryOf(collector), now());
    tellVisits();
    if (mayKeep()) keep();
  };

  const stopTelling = collector.follow({
    name: 'messenger',
    category: 'analytics',
    start(given, { isLater }) {
      tell = given;
      // whoever it is now, it is their first visit, unless they become known
      if (isLater) visits = visited(undefined, entryOf(collector), now());
      tellVisits();
      return () => {
        reads++;
        lists = nothing();
        visits = undefined;
        tell = () => {};
      };
    },
  });

  let rules = DEFAULTS;
  const obey = () => {
    try {
      rules = parseRules(store.options.value.segments);
    } catch (error) {
      onError(toSobaniError(error));
    }
  };
  obey();
  let category: Category = 'functional';
  let sort = () => {};
  const stopSorting = collector.follow({
    name: 'segments',
    get category() {
      return category;
    },
    start(given) {
      sort = () => {
        const { analytics, off = [] } = store.consent.value;
        const known = [...collector.facts.all()].filter(
          ([key, fact]) => !off.includes(key) && (fact.category !== 'analytics' || analytics),
        );
        const found = segmentsOf(Object.fromEntries(known.map(([key, { value }]) => [key, value])), rules);
        const next = found.some((one) => one !== 'vip') ? 'analytics' : 'functional';
        if (next !== category) given({ segments: null });
        category = next;
        given({ segments: found.length ? found : null });
      };
      sort();
      return () => {
        sort = () => {};
      };
    },
  });
  const journey = lazy(async () => {
    const { keepJourney } = await import('./kept-journey.js');
    const last = () => visits?.last ?? now();
    return keepJourney({ ...options, last });
  });
  /** It goes on over page loads where that is agreed to. */
  const goOn = async () => {
    if (store.consent.value.analytics) await journey().then((it) => it.ready, onError);
  };
  const unwatch = collector.watch(() => {
    sort();
    if (!visits || now() - visits.last < AGAIN) return;
    visits.last = now();
    if (mayKeep()) keep();
  });
  const unlisten = store.listen((event) => {
    if (event.type === 'options') obey();
    if (event.type === 'conversation') tellVisits();
    if (event.type === 'consent') {
      keep();
      void goOn();
    }
    // they are known now, and so may be how often they came
    if (event.type === 'person' && event.person) void read().catch(failed);
    if (event.type === 'options' || event.type === 'consent') sort();
  });
  await read().catch(failed);
  await goOn();

  return {
    note(event, detail) {
      if (event === 'track') {
        const { name, data } = detail as EventMap['track'];
        return add('events', { name, data: flat(data) });
      }
      if (event === 'article') {
        const { id } = detail as EventMap['article'];
        const of = lists;
        const opened = (title = id) => {
          // whoever opened it may have gone
          if (of === lists) add('articles', { id: id.slice(0, LENGTH), title: title.slice(0, LENGTH) });
        };
        options.title(id).then(opened, () => opened());
        return;
      }
      if (event === 'article-feedback') {
        const { id, ...said } = detail as EventMap['article-feedback'];
        const last = lists.articles.filter((one) => one.id === id).at(-1);
        lists.articles = lists.articles.map((one) => (one === last ? { ...one, ...said } : one));
        return tell({ articles: lists.articles });
      }
      const { query, hits, by } = detail as EventMap['search'];
      // what the customer said to it is in the conversation
      if (by === 'bot') return;
      const asked = query.trim().slice(0, 200);
      const last = lists.searches.at(-1)?.query as string | undefined;
      if (!asked || asked === last) return;
      // a search goes on with each letter that is typed, or taken back
      if (last && (asked.startsWith(last) || last.startsWith(asked))) lists.searches.pop();
      add('searches', { query: asked, hits });
    },
    detach() {
      reads++;
      journey.made?.then((it) => it.stop()).catch(() => {});
      unwatch();
      unlisten();
      stopTelling();
      stopSorting();
      options.detach();
    },
  };
}
