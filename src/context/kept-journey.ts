/**
 * The journey of this visit goes on over page loads and tabs: one row, redacted, and only with consent. Comes once that
 * is given.
 */
import { mayGo } from '../core/consent.js';
import { type SobaniError, toSobaniError } from '../core/errors.js';
import type { Disk } from '../core/ports.js';
import { type JourneyRow, journeyKey } from '../core/rows.js';
import type { Store } from '../core/store.js';
import * as TIMES from '../core/times.js';
import type { Visit } from '../types.js';
import type { Collector } from './collector.js';
import type { Context } from './context.js';
import { goneOn, joined, parseJourney } from './journey.js';

/** What this page load tells under that key, with what the same visit told before it. Given and answered redacted. */
export type Whole = (key: string, value: unknown) => unknown;

interface Options extends Pick<Context, 'shared' | 'goOn'> {
  store: Store;
  collector: Collector;
  now(): number;
  /** Of whoever is here. */
  disk(): Disk;
  /** Instant at which they were seen last, as visits are counted. */
  last(): number;
  onError(error: SobaniError): void;
}

/** `ready` once what is stored is read. */
export function keepJourney({ store, collector, now, disk, shared, goOn, last, onError }: Options) {
  let places: Visit[] = [];
  let landing: JourneyRow['landing'];
  /** On which the page load before this one ended. */
  let from: Visit | undefined;
  let isRead = false;
  /** Where the row is. */
  let kept: Disk | undefined;
  /** Whoever it was of has left. */
  let isGone = false;
  let written = '';
  let marked = '';
  const isSame = (at: number) => now() - at < TIMES.visit;
  /** Differs where there is something new to keep. */
  const mark = () => `${last()} ${collector.journey().at(-1)!.at}`;
  const may = (key: string) => mayGo(store.consent.value, key, 'analytics');

  const leave = () => {
    places = [];
    landing = from = undefined;
  };
  const forget = () => {
    leave();
    isRead = false;
    written = '';
  };
  /** At once, because the page may be going. */
  const save = () => {
    if (!isRead || !may('journey')) return;
    const own = disk();
    // looking for it has shown that they have left
    if (isGone) return;
    const value = (key: string) => shared().parts.find((part) => part.key === key)?.value;
    const row: JourneyRow = { last: last(), places: value('journey') as unknown as Visit[] };
    const first = (value('landing') as JourneyRow['landing']) ?? landing;
    if (first && may('landing')) row.landing = first;
    marked = mark();
    const text = JSON.stringify(row);
    if (text === written) return;
    written = text;
    kept = own;
    own.write([[journeyKey, row]]).catch(failed);
  };
  const failed = (error: unknown) => onError(toSobaniError(error, 'storage'));
  /** Takes in what is stored: of the page before, of other tabs, of somebody who has become known. */
  const load = async () => {
    let own: Disk;
    let rows: [string, unknown][];
    if (isGone || !may('journey')) return;
    do {
      own = disk();
      rows = await own.load(journeyKey);
    } while (own !== disk());
    if (isGone || !may('journey')) return;
    // it has come along
    if (kept && kept !== own) kept.write([[journeyKey, undefined]]).catch(failed);
    kept = own;
    // what this page still had was of an earlier visit
    if (!isSame(last())) leave();
    const row = parseJourney(rows[0]?.[1]);
    if (row && isSame(row.last)) {
      if (!isRead) from = row.places.at(-1);
      places = joined(row.places, places);
      if (may('landing')) landing ??= row.landing;
    }
    isRead = true;
    if (row && JSON.stringify(row) !== written) collector.changed();
  };
  let loading: Promise<void> | undefined;
  const look = () => {
    loading ??= load()
      .catch(failed)
      .finally(() => {
        loading = undefined;
      });
    return loading;
  };
  const lookAndSave = () => look().then(save);

  const stop = collector.follow({
    name: 'journey',
    category: 'analytics',
    start() {
      isGone = false;
      return forget;
    },
  });
  const unwatch = collector.watch(() => {
    if (isRead && mark() !== marked) void lookAndSave();
  });
  const unlisten = store.listen((event) => {
    // at once: what they did is gathered until the next begins
    if (event.type === 'cleared') {
      forget();
      isGone = true;
      kept = undefined;
    }
    if (event.type === 'person' && event.person) void lookAndSave();
    if (event.type !== 'consent') return;
    if (!may('landing')) landing = undefined;
    if (may('journey')) return isRead ? save() : void lookAndSave();
    forget();
    // what was written before another tab has said so
    kept?.write([[journeyKey, undefined]]).catch(failed);
    kept = undefined;
  });
  const page = new AbortController();
  const { signal } = page;
  addEventListener('pagehide', save, { signal });
  // another tab may have gone on meanwhile
  const onTurn = () => (document.visibilityState === 'hidden' ? save() : void look());
  document.addEventListener('visibilitychange', onTurn, { signal });
  addEventListener('focus', onTurn, { signal });

  const whole: Whole = (key, value) => {
    if (key === 'journey') return joined(places, goneOn(from, value as Visit[]));
    return key === 'landing' ? (landing ?? value) : value;
  };
  goOn(whole);
  return {
    ready: lookAndSave(),
    stop() {
      page.abort();
      unlisten();
      unwatch();
      stop();
      isGone = true;
    },
  };
}
