import { SobaniError } from '../core/errors.js';
import type { RemoteMessage } from '../core/ports.js';
import type { Rating } from '../types.js';
import type { DeskEntry } from '../wire/desk.js';
import { type Commit, createGroupCommit } from './group-commit.js';
import { ofConversation, ofRating } from './happenings.js';
import { notFound } from './rules.js';
import { openDatabase, type Statement } from './sqlite.js';
import { createCards } from './sqlite-cards.js';
import { createPeople } from './sqlite-people.js';
import { createRatings } from './sqlite-ratings.js';
import {
  fromConversation,
  fromNote,
  many,
  one,
  type Row,
  toConversation,
  toLineage,
  toMessage,
  toNote,
  toPerson,
  toPreview,
} from './sqlite-rows.js';
import { createScrub } from './sqlite-scrub.js';
import { sealed } from './sqlite-sums.js';
import { createTimeline } from './sqlite-timeline.js';
import { createUploadRows } from './sqlite-uploads.js';
import type { Change, Command, ConversationRow, NewMessage, Store } from './store.js';

const MESSAGE = 'SELECT m.*, c.person AS owner FROM message m JOIN conversation c ON c.id = m.conversation';
const PAGES = 'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size';
const PROBE = 64 * 1024;
const DAY = 24 * 3_600_000;

interface StoreOptions {
  now: () => number;
  onError: (error: unknown) => void;
  onCommit?: (commit: Commit) => void;
  newEpoch?: boolean;
  /** What the file may grow to. Default without end. */
  bytes?: number;
}

/**
 * Opens the embedded store.
 * @throws SobaniError `unsupported` without SQLite, `storage` when the file cannot be used
 */
export async function openSqliteStore(
  path: string,
  { now, onError, onCommit, newEpoch = false, bytes = Number.MAX_SAFE_INTEGER }: StoreOptions,
): Promise<Store> {
  const { db, epoch } = await openDatabase(path, { newEpoch, bytes });
  const statements = new Map<string, Statement>();
  const sql = (text: string): Statement => {
    let statement = statements.get(text);
    if (!statement) {
      statement = db.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  };

  const group = createGroupCommit(
    { begin: () => db.exec('BEGIN IMMEDIATE'), commit: () => db.exec('COMMIT'), rollback: () => db.exec('ROLLBACK') },
    onError,
    onCommit,
  );
  const scrub = createScrub(db, onError);
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change | null) => {
    if (change) for (const listener of listeners) listener(change);
  };

  const conversation = (id: string) => one(toConversation, sql('SELECT * FROM conversation WHERE id = ?').get(id));
  const person = (id: string) => one(toPerson, sql('SELECT * FROM person WHERE id = ?').get(id));

  function append(row: ConversationRow, message: NewMessage): RemoteMessage {
    const { id, lineage, author, parts } = message;
    row.lastSeq++;
    if (author.kind === 'visitor') row.unread++;
    // what comes from the desk need not be sent there, which spares a commit when it is
    const isFromDesk = author.kind === 'agent' || author.kind === 'system';
    if (isFromDesk && row.deliveredTo === row.lastSeq - 1) row.deliveredTo = row.lastSeq;
    if (author.kind !== 'system') {
      row.preview = toPreview(parts);
      row.previewBy = author.kind;
    }
    const { app, id: conversation, lastSeq: seq, at } = row;
    const text = { author: JSON.stringify(author), parts: JSON.stringify(parts) };
    insert('message', sealed('message', { app, conversation, seq, id, lineage, kind: author.kind, at, ...text }));
    const shown = author.kind === 'visitor' ? { kind: author.kind, id: row.person } : author;
    return { id, conversation, author: shown, parts, at, seq };
  }

  function insert(table: string, { columns, values }: ReturnType<typeof sealed>, onConflict = ''): void {
    const places = values.map(() => '?').join(', ');
    sql(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places}) ${onConflict}`).run(...values);
  }

  function save(row: ConversationRow): void {
    const cells = fromConversation(row);
    const set = cells.columns.map((column) => `${column} = excluded.${column}`).join(', ');
    insert('conversation', cells, `ON CONFLICT (id) DO UPDATE SET ${set}`);
  }

  function carryOut({ conversation: id, message, session, decide }: Command): Change | null {
    const before = conversation(id);
    const found = message && sql(`${MESSAGE} WHERE m.conversation = ? AND m.id = ?`).get(id, message);
    const same = found ? { message: toMessage(found as Row), lineage: toLineage(found as Row) } : null;
    const at = Math.max(now(), before?.at ?? 0);
    const decision = decide({ conversation: before, same, at, snapshot: () => cards.told(id).snapshot });
    if (!decision) return null;
    const { messages, snapshot, handoff } = decision;
    const after = { ...decision.conversation };
    if (messages.length) after.at = at;
    if (!before) {
      // erased, or merged into a known user, while this was on its way
      if (!person(after.person)) throw new SobaniError('not-found', 'there is no such visitor any more');
      save(after); // there before its messages, which refer to it
    }
    for (const { parts } of messages) {
      for (const [i, part] of parts.entries()) {
        if (part.type === 'file') uploads.use(after.person, id, part, `message.parts[${i}]`);
      }
    }
    const written = messages.map((each) => append(after, each));
    if (after.agentReadTo !== (before?.agentReadTo ?? 0)) {
      const unseen = "SELECT count(*) AS n FROM message WHERE conversation = ? AND seq > ? AND kind = 'visitor'";
      after.unread = (sql(unseen).get(id, after.agentReadTo) as { n: number }).n;
    }
    save(after);
    const noted = ofConversation(before, after, written);
    const happened = noted.length ? timeline.note(after.person, noted) : [];
    for (const { id: message, author, parts } of written) {
      for (const part of author.kind === 'visitor' ? parts : []) {
        if (part.type === 'rating') happened.push(...(rate(after.person, id, { ...part, id: message }) ?? []));
      }
    }
    if (handoff) cards.saveHandoff(id, handoff);
    if (snapshot) {
      cards.saveSnapshot(id, snapshot);
      happened.push(...timeline.snapshot(after.person, session, snapshot));
    }
    return { before, after, messages: written, happened, ...(snapshot && { snapshot }) };
  }

  function rate(who: string, about: string | null, rating: Rating & { id: string }): DeskEntry[] | null {
    const at = now();
    return ratings.save(who, about, rating, at) ? timeline.note(who, [ofRating(about, rating, at)]) : null;
  }

  /** A write as large as any, undone by the next: a full database takes small ones longer. */
  const probe = () => {
    sql("INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', ?)").run('x'.repeat(PROBE));
    sql("DELETE FROM meta WHERE key = 'probe'").run();
  };

  const timeline = createTimeline(sql, now, onError);
  const ratings = createRatings(sql);
  const cards = createCards(sql, now, ratings);
  /** The conversation is shown all the same where this is damaged. */
  const handoff = (id: string) => {
    try {
      return cards.handoff(id);
    } catch (error) {
      onError(error);
      return null;
    }
  };
  const uploads = createUploadRows(sql, now);
  const people = createPeople(sql, now, save, timeline, ratings, uploads);
  await group.run(people.purge);
  const purging = setInterval(() => void group.run(people.purge).catch(onError), DAY).unref();

  return {
    epoch,
    isWritable: async () =>
      !group.hasFailed ||
      group.run(probe).then(
        () => true,
        () => false,
      ),
    load: () => ({ queue: group.size, bytes: (sql(PAGES).get() as { bytes: number }).bytes }),
    session: async (app, selector) => people.session(app, selector),
    signIn: (request) => group.run(() => people.signIn(request)),
    touch: (selector, user) => group.run(() => people.touch(selector, user)),
    endSession: (selector) =>
      group.run(() => {
        sql('DELETE FROM session WHERE selector = ?').run(selector);
      }),
    erase: (id) =>
      group.run(() => {
        const gone = many((row) => row.id as string, sql('SELECT id FROM conversation WHERE person = ?').all(id));
        sql('DELETE FROM person WHERE id = ?').run(id); // sessions, conversations, messages and notes go with it
        return gone;
      }, scrub.soon),

    withdraw: (id, parts) =>
      group.run(() => {
        cards.withdraw(id, parts);
        timeline.withdraw(id, parts);
        if (parts.includes('ratings')) ratings.withdraw(id);
      }, scrub.soon),

    rate: (id, about, rating) =>
      group.run(() => {
        if (!person(id) || (about !== null && conversation(about)?.person !== id)) throw notFound();
        return rate(id, about, rating);
      }),

    uploads: {
      find: async (person, id) => uploads.find(person, id),
      file: async (conversation, id) => uploads.file(conversation, id),
      weight: async (person) => uploads.weight(person),
      add: (row) => group.run(() => uploads.add(row)),
      dropOrphans: (before) => group.run(() => uploads.dropOrphans(before)),
      gone: async (limit) => uploads.gone(limit),
      forget: (files) => group.run(() => uploads.forget(files)),
      isNamed: async (file) => uploads.isNamed(file),
    },

    commit: (command) => group.run(() => carryOut(command), tell),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    conversation: async (id) => conversation(id),
    conversations: async (id, limit) =>
      many(toConversation, sql('SELECT * FROM conversation WHERE person = ? ORDER BY at DESC LIMIT ?').all(id, limit)),
    async messages(id, { after, before, limit }) {
      const query = `${MESSAGE} WHERE m.conversation = ? AND m.seq > ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?`;
      return many(toMessage, sql(query).all(id, after, before ?? Number.MAX_SAFE_INTEGER, limit)).reverse();
    },
    message: async (id, message) =>
      one(toMessage, sql(`${MESSAGE} WHERE m.conversation = ? AND m.id = ?`).get(id, message)),

    async recent(limit) {
      const rows = sql('SELECT * FROM conversation ORDER BY at DESC LIMIT ?').all(limit);
      // one damaged row must not keep the agents from all the others
      return rows.flatMap((row) => {
        try {
          return many(toConversation, [row]);
        } catch (error) {
          onError(error);
          return [];
        }
      });
    },
    person: async (id) => person(id),
    handoff: async (id) => handoff(id),
    async card(row) {
      const card = cards.card(row);
      return card && { ...card, summary: handoff(row.id)?.summary ?? null };
    },
    earlier: async (row, before) => cards.earlier(row, before),
    timeline: async (id, { before, kinds, limit }) => timeline.page(id, before, kinds, limit),
    remark: (id, note) => group.run(() => cards.saveNote(id, note)),
    unremark: (id, note) => group.run(() => cards.dropNote(id, note), scrub.soon),
    notes: async (id) => many(toNote, sql('SELECT * FROM note WHERE conversation = ? ORDER BY at, rowid').all(id)),
    addNote: ({ id, conversation: to, by, text }) =>
      group.run(() => {
        if (!conversation(to)) return null;
        insert('note', fromNote({ id, conversation: to, by, text, at: now() }), 'ON CONFLICT DO NOTHING');
        return one(toNote, sql('SELECT * FROM note WHERE conversation = ? AND id = ?').get(to, id));
      }),

    async close() {
      clearInterval(purging);
      scrub.stop();
      group.close();
      db.close();
    },
  };
}
