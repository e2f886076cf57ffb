import type { HandoffDetails, Snapshot } from '../types.js';
import type { DeskPersonNote } from '../wire/desk.js';
import type { Statement } from './sqlite.js';
import type { Ratings } from './sqlite-ratings.js';
import { fromPersonNote, many, one, type Row, toConversation, toPerson, toPersonNote } from './sqlite-rows.js';
import { intact, sealed } from './sqlite-sums.js';
import type { Card, ConversationRow } from './store.js';

const EARLIER = 20;
/** Notes about one person; more are refused. */
export const NOTES = 100;
const NO_SNAPSHOT = { snapshot: null, snapshotAt: null };
const SNAPSHOT = 'SELECT id, snapshot, snapshot_at, snapshot_sum AS sum FROM conversation';

/** What agents see of a person beside a conversation, in SQLite. What writes runs inside a transaction. */
export function createCards(sql: (text: string) => Statement, now: () => number, ratings: Pick<Ratings, 'of'>) {
  const toSnapshot = (row: Row): Pick<Card, 'snapshot' | 'snapshotAt'> => {
    if (row.sum === null) return NO_SNAPSHOT;
    const { snapshot, snapshot_at } = intact('snapshot', row);
    return { snapshot: JSON.parse(snapshot as string), snapshotAt: snapshot_at as number };
  };
  const told = (conversation: string) =>
    one(toSnapshot, sql(`${SNAPSHOT} WHERE id = ?`).get(conversation)) ?? NO_SNAPSHOT;

  function saveSnapshot(id: string, snapshot: Snapshot, at = now()): void {
    const { values } = sealed('snapshot', { id, snapshot: JSON.stringify(snapshot), snapshot_at: at });
    const [, text, time, sum] = values;
    sql('UPDATE conversation SET snapshot = ?, snapshot_at = ?, snapshot_sum = ? WHERE id = ?').run(
      ...[text!, time!, sum!, id],
    );
  }

  /** The page of a person's conversations that ends before this one, newest first. */
  function earlier({ id, person }: ConversationRow, before: { at: number; id: string } | null) {
    const { at, id: last } = before ?? { at: Number.MAX_SAFE_INTEGER, id: '' };
    const query = `SELECT * FROM conversation WHERE person = ? AND id <> ? AND (at, id) < (?, ?)
      ORDER BY at DESC, id DESC LIMIT ?`;
    const rows = many(toConversation, sql(query).all(person, id, at, last, EARLIER + 1));
    return { earlier: rows.slice(0, EARLIER), hasEarlier: rows.length > EARLIER };
  }

  const notes = (person: string): DeskPersonNote[] =>
    many(toPersonNote, sql('SELECT * FROM person_note WHERE person = ? ORDER BY rowid').all(person));

  return {
    /** The snapshot of a conversation as it is stored. */
    told,
    saveSnapshot,
    handoff: (conversation: string): HandoffDetails | null =>
      one(
        (row) => JSON.parse(intact('handoff', row).details as string),
        sql('SELECT * FROM handoff WHERE conversation = ?').get(conversation),
      ),
    saveHandoff(conversation: string, details: HandoffDetails): void {
      const { values } = sealed('handoff', { conversation, at: now(), details: JSON.stringify(details) });
      sql('INSERT OR REPLACE INTO handoff (conversation, at, details, sum) VALUES (?, ?, ?, ?)').run(...values);
    },
    earlier,
    card(row: ConversationRow): Omit<Card, 'summary'> | null {
      const person = one(toPerson, sql('SELECT * FROM person WHERE id = ?').get(row.person));
      if (!person) return null;
      return {
        person,
        ...told(row.id),
        ...earlier(row, null),
        notes: notes(row.person),
        ratings: ratings.of(row.person),
      };
    },
    /** Answers false where there is no such person, or no room for one more. */
    saveNote(person: string, { id, by, text }: Omit<DeskPersonNote, 'at' | 'edited'>): boolean {
      const known = sql('SELECT * FROM person_note WHERE person = ? AND id = ?').get(person, id);
      const count = sql('SELECT count(*) AS n FROM person_note WHERE person = ?').get(person) as { n: number };
      if (!sql('SELECT 1 FROM person WHERE id = ?').get(person) || (!known && count.n >= NOTES)) return false;
      // sent again by a desk that had no answer
      if (known && toPersonNote(known as Row).text === text) return true;
      const { columns, values } = fromPersonNote({ id, by, text, at: now(), edited: Boolean(known) });
      const set = columns.map((column) => `${column} = excluded.${column}`).join(', ');
      const places = values.map(() => '?').join(', ');
      const insert = `INSERT INTO person_note (person, ${columns.join(', ')}) VALUES (?, ${places})`;
      sql(`${insert} ON CONFLICT (person, id) DO UPDATE SET ${set}`).run(person, ...values);
      return true;
    },
    dropNote(person: string, id: string): void {
      sql('DELETE FROM person_note WHERE person = ? AND id = ?').run(person, id);
    },
    /** Takes these parts out of every snapshot of the person. A damaged one goes whole. */
    withdraw(person: string, parts: readonly string[]): void {
      for (const row of sql(`${SNAPSHOT} WHERE person = ? AND snapshot_sum IS NOT NULL`).all(person) as Row[]) {
        let kept: ReturnType<typeof toSnapshot> = NO_SNAPSHOT;
        try {
          kept = toSnapshot(row);
        } catch {
          const none = 'UPDATE conversation SET snapshot = NULL, snapshot_at = NULL, snapshot_sum = NULL WHERE id = ?';
          sql(none).run(row.id!);
        }
        if (!kept.snapshot) continue;
        const { about, ...left } = kept.snapshot as Snapshot & Record<string, unknown>;
        const told = { ...about };
        for (const part of parts) {
          delete left[part];
          delete told[part];
        }
        const without = { ...left, ...(Object.keys(told).length && { about: told }) } as Snapshot;
        saveSnapshot(row.id as string, without, kept.snapshotAt!);
      }
    },
  };
}
