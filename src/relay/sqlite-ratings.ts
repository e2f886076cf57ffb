import type { Rating } from '../types.js';
import type { DeskRating } from '../wire/desk.js';
import type { Statement } from './sqlite.js';
import { many, type Row } from './sqlite-rows.js';
import { intact, sealed } from './sqlite-sums.js';

/** Ratings that agents see of a person, the newest; and that are kept. */
const SHOWN = 20;
const KEPT = 200;

const toRating = (row: Row): DeskRating => {
  const { id, conversation, survey, kind, score, max, remark, at } = intact('rating', { ...row });
  const more = remark === null ? {} : { remark: JSON.parse(remark as string) as string };
  return { id, conversation, survey, kind, score, max, ...more, at } as DeskRating;
};

/** What visitors have answered to surveys, in SQLite. All but `of` run inside a transaction. */
export function createRatings(sql: (text: string) => Statement) {
  return {
    /** Newest first. */
    of: (person: string): DeskRating[] =>
      many(
        toRating,
        sql('SELECT * FROM rating WHERE person = ? ORDER BY at DESC, rowid DESC LIMIT ?').all(person, SHOWN),
      ),
    /** Answers false where it is there already. */
    save(person: string, conversation: string | null, { id, ...rating }: Rating & { id: string }, at: number): boolean {
      if (sql('SELECT 1 FROM rating WHERE person = ? AND id = ?').get(person, id)) return false;
      const { survey, kind, score, max, remark } = rating;
      const { columns, values } = sealed('rating', {
        ...{ id, conversation, survey, kind, score, max, at },
        remark: remark === undefined ? null : JSON.stringify(remark),
      });
      const places = values.map(() => '?').join(', ');
      sql(`INSERT INTO rating (person, ${columns.join(', ')}) VALUES (?, ${places})`).run(person, ...values);
      const old = 'SELECT rowid FROM rating WHERE person = ? ORDER BY at DESC, rowid DESC LIMIT -1 OFFSET ?';
      sql(`DELETE FROM rating WHERE rowid IN (${old})`).run(person, KEPT);
      return true;
    },
    withdraw(person: string): void {
      sql('DELETE FROM rating WHERE person = ?').run(person);
    },
    /** Those of a visitor who is known now. */
    move(from: string, to: string): void {
      sql('UPDATE OR IGNORE rating SET person = ? WHERE person = ?').run(to, from);
    },
  };
}

export type Ratings = ReturnType<typeof createRatings>;
