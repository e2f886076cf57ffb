/**
 * What the visitor read last in the help centre: in the memory of the page, and in a row of theirs only with consent to that
 * part of what is known.
 */
import { mayGo } from '../core/consent.js';
import type { Disk } from '../core/ports.js';
import { type RecentRow, recentKey } from '../core/rows.js';
import type { Store } from '../core/store.js';

/** Articles that are remembered. */
const MOST = 10;

export interface Recent {
  /** Ids, the newest first. */
  list(): readonly string[];
  note(id: string): void;
  /** Resolves when what is under way is read and written. */
  settled(): Promise<unknown>;
  detach(): void;
}

interface Options {
  store: Store;
  /** Of whoever is here. */
  disk(): Disk;
  onError(error: unknown): void;
}

const isId = (id: unknown): id is string => typeof id === 'string' && /^[a-z0-9-]{1,64}$/.test(id);

/** A stored row, which is as untrusted as any: what of it are ids. */
function parseRecent(row: unknown): string[] {
  const { articles } = Object(row) as Partial<RecentRow>;
  return Array.isArray(articles) ? articles.slice(0, MOST).filter(isId) : [];
}

export function createRecent({ store, disk, onError }: Options): Recent {
  let ids: string[] = [];
  /** Whoever was here before has left. */
  let turn = 0;
  let work: Promise<unknown> = Promise.resolve();
  const may = () => mayGo(store.consent.value, 'articles', 'analytics');
  const joined = (first: readonly string[], then: readonly string[]) =>
    [...new Set([...first, ...then])].slice(0, MOST);

  /** Takes in what is stored, of other pages and tabs, and writes what this one has. */
  const keep = () => {
    const own = turn;
    work = work
      .then(async () => {
        if (!may()) return;
        const rows = await disk().load(recentKey);
        if (own !== turn || !may()) return;
        const stored = parseRecent(rows.find(([key]) => key === recentKey)?.[1]);
        ids = joined(ids, stored);
        if (`${ids}` !== `${stored}`) await disk().write([[recentKey, { articles: ids } satisfies RecentRow]]);
      })
      .catch(onError);
  };
  const unlisten = store.listen((event) => {
    if (event.type === 'cleared') {
      turn++;
      ids = [];
    }
    // what is kept of somebody who is known now is theirs as well
    if (event.type === 'consent' || event.type === 'person') keep();
  });
  keep();

  return {
    list: () => ids,
    note(id) {
      if (!isId(id)) return;
      ids = joined([id], ids);
      keep();
    },
    settled: () => work,
    detach: unlisten,
  };
}
