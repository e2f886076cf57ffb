/** What happened to a customer, as the desk shows it: filtered, in order, and without a wall of pages. Pure. */
import type { DeskEntry, DeskPlace, Happening } from '../wire/desk.js';
import { dayOf } from './format.js';

export const FILTERS = ['all', 'pages', 'shop', 'help', 'trouble', 'talk', 'events'] as const;
export type Filter = (typeof FILTERS)[number];

const KINDS: Record<Exclude<Filter, 'all'>, readonly Happening['kind'][]> = {
  pages: ['page', 'product'],
  shop: ['cart', 'order'],
  help: ['search', 'article'],
  trouble: ['trouble'],
  talk: ['conversation', 'answer', 'rating'],
  events: ['event'],
};

/** The kinds that a filter lets through; undefined for all. */
export const kindsOf = (filter: Filter): Happening['kind'][] | undefined =>
  filter === 'all' ? undefined : [...KINDS[filter]];

export interface History {
  phase: 'loading' | 'ready' | 'failed';
  filter: Filter;
  /** Newest first. */
  entries: DeskEntry[];
  /** Where what is older goes on; null where there is nothing. */
  before: DeskPlace | null;
  /** Entries that came while the agent looked elsewhere. */
  unseen: number;
}

export const noHistory: History = { phase: 'loading', filter: 'all', entries: [], before: null, unseen: 0 };

const isNewer = (a: DeskPlace, b: DeskPlace) => a.at > b.at || (a.at === b.at && a.id > b.id);

/** With entries that are new or changed; those of other kinds, and those before what is loaded, are left out. */
export function addEntries({ entries, before, filter }: History, more: readonly DeskEntry[]): DeskEntry[] {
  const kinds = kindsOf(filter);
  const changed = new Set(more.map(({ id }) => id));
  const wanted = more.filter((entry) => (!kinds || kinds.includes(entry.kind)) && (!before || isNewer(entry, before)));
  return [...entries.filter(({ id }) => !changed.has(id)), ...wanted].sort((a, b) => (isNewer(a, b) ? -1 : 1));
}

/** An entry, and how often the same came in a row. */
export interface Line {
  entry: DeskEntry;
  times: number;
}

export type Row =
  | { row: 'day'; key: string; at: number }
  | { row: 'line'; key: string; line: Line }
  /** Pages after the newest of a row of them. */
  | { row: 'rest'; key: string; lines: Line[] };

/** Pages in a row from which on all but the newest are folded away. */
const MANY = 4;

const isVisit = ({ kind }: DeskEntry) => kind === 'page' || kind === 'product';
const isSamePage = (a: DeskEntry, b: DeskEntry) => a.kind === 'page' && b.kind === 'page' && a.url === b.url;

export function rows(entries: readonly DeskEntry[]): Row[] {
  const found: Row[] = [];
  let visits: Line[] = [];
  let day = '';
  const flush = () => {
    const folded = visits.length >= MANY ? visits.splice(1) : [];
    for (const line of visits) found.push({ row: 'line', key: `${line.entry.id}`, line });
    // by its oldest, so that it stays open while newer ones come
    if (folded.length) found.push({ row: 'rest', key: `rest ${folded.at(-1)!.entry.id}`, lines: folded });
    visits = [];
  };
  for (const entry of entries) {
    if (dayOf(entry.at) !== day || !isVisit(entry)) flush();
    if (dayOf(entry.at) !== day) {
      day = dayOf(entry.at);
      found.push({ row: 'day', key: day, at: entry.at });
    }
    const last = visits.at(-1);
    if (!isVisit(entry)) found.push({ row: 'line', key: `${entry.id}`, line: { entry, times: 1 } });
    else if (last && isSamePage(last.entry, entry)) last.times++;
    else visits.push({ entry, times: 1 });
  }
  flush();
  return found;
}
