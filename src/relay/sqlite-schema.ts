import { SobaniError } from '../core/errors.js';
import type { Database, Value } from './sqlite.js';
import { type Summed, sealed } from './sqlite-sums.js';

/** Each step leads from one version of the schema to the next; `user_version` tells how many were taken. */
const SCHEMA = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE person (
    id TEXT PRIMARY KEY,
    app TEXT NOT NULL,
    user TEXT,
    name TEXT,
    claims TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (app, user)
  );
  CREATE TABLE session (
    selector TEXT PRIMARY KEY,
    verifier TEXT NOT NULL,
    app TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX session_person ON session (person);
  CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    app TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    assignee TEXT,
    tags TEXT NOT NULL,
    team TEXT,
    reason TEXT,
    read_to INTEGER NOT NULL,
    agent_read_to INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    waiting_since INTEGER,
    unread INTEGER NOT NULL,
    preview TEXT NOT NULL,
    preview_by TEXT NOT NULL,
    snapshot TEXT,
    snapshot_at INTEGER
  );
  CREATE INDEX conversation_person ON conversation (person, at);
  CREATE INDEX conversation_at ON conversation (at);
  CREATE TABLE message (
    app TEXT NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    lineage TEXT NOT NULL,
    kind TEXT NOT NULL,
    author TEXT NOT NULL,
    parts TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (conversation, seq)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX message_id ON message (app, conversation, id, lineage);
  CREATE TABLE note (
    id TEXT NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (conversation, id)
  );
  `,
  `
  ALTER TABLE conversation ADD COLUMN delivered_to INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversation ADD COLUMN sum INTEGER;
  ALTER TABLE conversation ADD COLUMN snapshot_sum INTEGER;
  ALTER TABLE person ADD COLUMN sum INTEGER;
  ALTER TABLE message ADD COLUMN sum INTEGER;
  ALTER TABLE note ADD COLUMN sum INTEGER;
  `,
  `
  CREATE TABLE happening (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    part TEXT NOT NULL,
    mark TEXT NOT NULL,
    data TEXT NOT NULL,
    sum INTEGER NOT NULL,
    UNIQUE (person, part, mark)
  );
  CREATE INDEX happening_at ON happening (person, at, id);
  CREATE TABLE situation (
    session TEXT PRIMARY KEY REFERENCES session (selector) ON DELETE CASCADE,
    told TEXT NOT NULL
  );
  CREATE TABLE person_note (
    id TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    agent TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    edited INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (person, id)
  );
  `,
  `
  CREATE TABLE rating (
    id TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    conversation TEXT REFERENCES conversation (id) ON DELETE CASCADE,
    survey TEXT NOT NULL,
    kind TEXT NOT NULL,
    score INTEGER NOT NULL,
    max INTEGER NOT NULL,
    remark TEXT,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (person, id)
  );
  CREATE INDEX rating_at ON rating (person, at);
  CREATE INDEX rating_conversation ON rating (conversation);
    `,
  `
  CREATE TABLE handoff (
    conversation TEXT PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    details TEXT NOT NULL,
    sum INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  // whichever way a row goes, also with its person, its file is still to be removed
  `
  CREATE TABLE upload (
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    conversation TEXT REFERENCES conversation (id) ON DELETE CASCADE,
    file TEXT NOT NULL UNIQUE,
    part TEXT NOT NULL,
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (person, id)
  );
  CREATE INDEX upload_conversation ON upload (conversation);
  CREATE TABLE upload_gone (file TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TRIGGER upload_deleted AFTER DELETE ON upload
    BEGIN INSERT OR IGNORE INTO upload_gone (file) VALUES (old.file); END;
  `,
];

/** Rows that were written before there were sums get theirs as they are. */
function sumEarlierRows(db: Database): void {
  const kinds: [kind: Summed, from: string, key: string[], sum: string][] = [
    ['person', 'person', ['id'], 'sum'],
    ['conversation', 'conversation', ['id'], 'sum'],
    ['snapshot', 'conversation', ['id'], 'snapshot_sum'],
    ['message', 'message', ['conversation', 'seq'], 'sum'],
    ['note', 'note', ['conversation', 'id'], 'sum'],
  ];
  for (const [kind, from, key, sum] of kinds) {
    const set = db.prepare(`UPDATE ${from} SET ${sum} = ? WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`);
    for (const row of db.prepare(`SELECT * FROM ${from}`).all() as Record<string, Value>[]) {
      set.run(sealed(kind, row).values.at(-1)!, ...key.map((column) => row[column]!));
    }
  }
}

/** Conversations that began before there were timelines begin theirs. */
function noteEarlierConversations(db: Database): void {
  const insert = db.prepare(
    'INSERT INTO happening (person, at, kind, part, mark, data, sum) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const first = `SELECT c.id, c.person, m.at FROM conversation c
    JOIN message m ON m.conversation = c.id AND m.seq = 1`;
  for (const { id, person, at } of db.prepare(first).all() as { id: string; person: string; at: number }[]) {
    const data = JSON.stringify({ event: 'started', conversation: id });
    const { values } = sealed('happening', { at, kind: 'conversation', part: '', mark: `${id} 1 0`, data });
    insert.run(person, ...values);
  }
}

/** Makes the schema, or leads that of an earlier relay on. */
export function migrate(db: Database): void {
  const { user_version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (user_version > SCHEMA.length) {
    const message = `the database is of version ${user_version}, newer than this relay (${SCHEMA.length}); update the relay`;
    throw new SobaniError('storage', message, { path: 'database' });
  }
  for (let version = user_version; version < SCHEMA.length; version++) {
    db.exec('BEGIN IMMEDIATE');
    db.exec(SCHEMA[version]!);
    if (version === 1) sumEarlierRows(db);
    if (version === 2) noteEarlierConversations(db);
    db.exec(`PRAGMA user_version = ${version + 1}`);
    db.exec('COMMIT');
  }
}

/** What makes each table and index, by its name, as the file says it. */
export function readSchema(db: Database): Map<string, string> {
  const rows = db.prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL').all();
  return new Map((rows as { name: string; sql: string }[]).map(({ name, sql }) => [name, sql]));
}
