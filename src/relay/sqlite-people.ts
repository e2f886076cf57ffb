import { newId } from './ids.js';
import { SPANS } from './options.js';
import type { Statement } from './sqlite.js';
import type { Ratings } from './sqlite-ratings.js';
import { fromPerson, many, one, toConversation, toPerson, toSession } from './sqlite-rows.js';
import type { Timeline } from './sqlite-timeline.js';
import type { UploadRows } from './sqlite-uploads.js';
import type { ConversationRow, PersonRow, SessionRow, SignIn } from './store.js';

/** Persons and sessions in SQLite. All but `session` run inside a transaction. */
export function createPeople(
  sql: (text: string) => Statement,
  now: () => number,
  saveConversation: (row: ConversationRow) => void,
  timeline: Pick<Timeline, 'move' | 'purge'>,
  ratings: Pick<Ratings, 'move'>,
  uploads: Pick<UploadRows, 'move'>,
) {
  function findOrMakePerson(app: string, user: SignIn['user']): PersonRow {
    if (user) {
      const known = one(toPerson, sql('SELECT * FROM person WHERE app = ? AND user = ?').get(app, user.id));
      if (known) return update(known, user);
    }
    const made = { id: newId(), app, user: user?.id ?? null, name: user?.name ?? null, claims: user?.claims ?? {} };
    const { columns, values } = fromPerson(made);
    const places = values.map(() => '?').join(', ');
    sql(`INSERT INTO person (${columns.join(', ')}, created_at) VALUES (${places}, ?)`).run(...values, now());
    return made;
  }

  function update(known: PersonRow, { name, claims }: NonNullable<SignIn['user']>): PersonRow {
    const row = { ...known, name, claims };
    const { columns, values } = fromPerson(row);
    sql(`UPDATE person SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`).run(...values, row.id);
    return row;
  }

  /** `moved` are the conversations that changed hands. */
  function signIn({ app, user, session, merge }: SignIn) {
    const who = findOrMakePerson(app, user);
    const { selector, verifier } = session;
    sql('INSERT INTO session (selector, verifier, app, person, created_at, used_at) VALUES (?, ?, ?, ?, ?, ?)').run(
      selector,
      verifier,
      app,
      who.id,
      now(),
      now(),
    );
    const anonymous =
      'SELECT p.* FROM session s JOIN person p ON p.id = s.person WHERE s.selector = ? AND p.user IS NULL';
    const from = merge && user ? one(toPerson, sql(anonymous).get(merge)) : null;
    if (!from || from.app !== app) return { person: who, moved: [], from: null };
    const rows = many(toConversation, sql('SELECT * FROM conversation WHERE person = ?').all(from.id));
    const moved = rows.map((row) => ({ ...row, person: who.id }));
    for (const row of moved) saveConversation(row);
    timeline.move(from.id, who.id, { from: merge!, to: selector });
    ratings.move(from.id, who.id);
    uploads.move(from.id, who.id);
    sql('UPDATE OR IGNORE person_note SET person = ? WHERE person = ?').run(who.id, from.id);
    sql('DELETE FROM person WHERE id = ?').run(from.id);
    return { person: who, moved, from: from.id };
  }

  function purge(): void {
    const known = 'person IN (SELECT id FROM person WHERE user IS NOT NULL)';
    sql(`DELETE FROM session WHERE created_at < ? AND ${known}`).run(now() - SPANS.known);
    sql(`DELETE FROM session WHERE used_at < ? AND NOT ${known}`).run(now() - SPANS.anonymous);
    sql(
      `DELETE FROM person WHERE id NOT IN (SELECT person FROM session)
       AND id NOT IN (SELECT person FROM conversation)`,
    ).run();
    timeline.purge();
  }

  function touch(selector: string, user: SignIn['user']): PersonRow | null {
    sql('UPDATE session SET used_at = ? WHERE selector = ?').run(now(), selector);
    const query = 'SELECT p.* FROM session s JOIN person p ON p.id = s.person WHERE s.selector = ?';
    const who = one(toPerson, sql(query).get(selector));
    return who && user ? update(who, user) : who;
  }

  function session(app: string, selector: string): SessionRow | null {
    const query = `SELECT p.*, s.selector, s.verifier, s.created_at, s.used_at
      FROM session s JOIN person p ON p.id = s.person WHERE s.app = ? AND s.selector = ?`;
    return one(toSession, sql(query).get(app, selector));
  }

  return { signIn, touch, session, purge };
}
