import type { Snapshot } from '../types.js';
import type { DeskEntry, DeskPlace, Happening } from '../wire/desk.js';
import { type Noted, ofSnapshot, type Told } from './happenings.js';
import { SPANS } from './options.js';
import type { Statement } from './sqlite.js';
import type { Row } from './sqlite-rows.js';
import { intact, sealed } from './sqlite-sums.js';

/** Entries that are kept of a person, the newest. */
export const KEPT = 500;
/** Those of a kind where the same again has a later instant. */
const MOVING: Happening['kind'] = 'trouble';

const toEntry = (row: Row): DeskEntry => {
  const { at, kind, data } = intact('happening', row);
  return { id: row.id, at, kind, ...JSON.parse(data as string) } as DeskEntry;
};

/** Timelines of persons in SQLite. All but `page` run inside a transaction. */
export function createTimeline(sql: (text: string) => Statement, now: () => number, onError: (error: unknown) => void) {
  /** Nobody is shown this: one that is damaged is as good as none. */
  function told(row: unknown): Told {
    try {
      return row ? JSON.parse((row as Row).told as string) : {};
    } catch (error) {
      onError(error);
      return {};
    }
  }

  /** Undefined where it is there already, as it is. */
  function write(person: string, { part, mark, at, happening }: Noted): DeskEntry | undefined {
    const { kind, ...rest } = happening;
    const data = JSON.stringify(rest);
    const same = 'SELECT id, at, data FROM happening WHERE person = ? AND part = ? AND mark = ?';
    const known = sql(same).get(person, part, mark) as { id: number; at: number; data: string } | undefined;
    const time = known && kind !== MOVING ? known.at : at;
    if (known?.data === data && known.at === time) return;
    const { columns, values } = sealed('happening', { at: time, kind, part, mark, data });
    if (known) {
      const set = columns.map((column) => `${column} = ?`).join(', ');
      sql(`UPDATE happening SET ${set} WHERE id = ?`).run(...values, known.id);
      return { id: known.id, at: time, ...happening };
    }
    const places = values.map(() => '?').join(', ');
    const insert = `INSERT INTO happening (person, ${columns.join(', ')}) VALUES (?, ${places}) RETURNING id`;
    const { id } = sql(insert).get(person, ...values) as { id: number };
    return { id, at: time, ...happening };
  }

  /** Leaves the newest of one person, and none that is too old. */
  function bound(person: string): void {
    const last = 'SELECT at, id FROM happening WHERE person = ? ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?';
    const over = sql(last).get(person, KEPT) as DeskPlace | undefined;
    const old = { at: now() - SPANS.timeline, id: 0 };
    const { at, id } = over && over.at >= old.at ? over : old;
    sql('DELETE FROM happening WHERE person = ? AND (at, id) <= (?, ?)').run(person, at, id);
  }

  /** Answers what is new or changed. */
  function note(person: string, noted: readonly Noted[]): DeskEntry[] {
    const entries = noted.flatMap((one) => write(person, one) ?? []);
    if (entries.length) bound(person);
    return entries;
  }

  return {
    note,
    /** The person's page told this, in that session; without one nothing was told before. */
    snapshot(person: string, session: string | undefined, snapshot: Snapshot): DeskEntry[] {
      const kept = session && sql('SELECT told FROM situation WHERE session = ?').get(session);
      const { noted, told: after } = ofSnapshot(snapshot, told(kept), now());
      if (session) {
        const save = `INSERT INTO situation (session, told) SELECT selector, ? FROM session WHERE selector = ?
          ON CONFLICT (session) DO UPDATE SET told = excluded.told`;
        sql(save).run(JSON.stringify(after), session);
      }
      return note(person, noted);
    },
    /** Newest first. */
    page(person: string, before: DeskPlace | null, kinds: readonly string[] | null, limit: number) {
      const { at, id } = before ?? { at: Number.MAX_SAFE_INTEGER, id: 0 };
      const only = kinds ? 'AND kind IN (SELECT value FROM json_each(?))' : '';
      const query = `SELECT * FROM happening WHERE person = ? AND at > ? AND (at, id) < (?, ?) ${only}
        ORDER BY at DESC, id DESC LIMIT ?`;
      const since = now() - SPANS.timeline;
      const rows = sql(query).all(person, since, at, id, ...(kinds ? [JSON.stringify(kinds)] : []), limit + 1) as Row[];
      const last = rows[limit - 1];
      // one damaged row must not keep the agent from all the others
      const entries = rows.slice(0, limit).flatMap((row) => {
        try {
          return [toEntry(row)];
        } catch (error) {
          onError(error);
          return [];
        }
      });
      const hasMore = rows.length > limit && last;
      return { entries, before: hasMore ? { at: last.at as number, id: last.id as number } : null };
    },
    /** What came from these parts is gone, and forgotten as what was told before. */
    withdraw(person: string, parts: readonly string[]): void {
      // see `ofSnapshot`
      const all = parts.includes('journey') ? [...parts, 'product'] : parts;
      const gone = 'DELETE FROM happening WHERE person = ? AND part IN (SELECT value FROM json_each(?))';
      sql(gone).run(person, JSON.stringify(all));
      const theirs = 'SELECT u.* FROM situation u JOIN session s ON s.selector = u.session WHERE s.person = ?';
      for (const row of sql(theirs).all(person) as Row[]) {
        const left = told(row);
        for (const part of all) delete left[part as keyof Told];
        sql('UPDATE situation SET told = ? WHERE session = ?').run(JSON.stringify(left), row.session!);
      }
    },
    /** The timeline of a visitor who is known now; what the old session told, the new one goes on from. */
    move(from: string, to: string, session: { from: string; to: string }): void {
      sql('UPDATE OR IGNORE happening SET person = ? WHERE person = ?').run(to, from);
      const inherit = 'INSERT INTO situation (session, told) SELECT ?, told FROM situation WHERE session = ?';
      sql(inherit).run(session.to, session.from);
      bound(to);
    },
    purge(): void {
      sql('DELETE FROM happening WHERE at <= ?').run(now() - SPANS.timeline);
    },
  };
}

export type Timeline = ReturnType<typeof createTimeline>;
