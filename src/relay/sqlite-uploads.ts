import { SobaniError } from '../core/errors.js';
import type { FilePart } from '../types.js';
import type { Statement } from './sqlite.js';
import { many, one, type Row } from './sqlite-rows.js';
import { intact, sealed } from './sqlite-sums.js';
import type { UploadRow } from './store.js';

/** A part has one spelling, whoever wrote it: that of its row. */
const spell = ({ id, name, size, media, width, height }: FilePart) =>
  JSON.stringify({ type: 'file', id, name, size, media, width, height });

const toUpload = (row: Row): UploadRow => {
  const { person, file, part } = intact('upload', row);
  return { person, conversation: row.conversation, file, part: JSON.parse(part as string) } as UploadRow;
};

/** What was uploaded, in SQLite. Everything that writes runs inside a transaction. */
export function createUploadRows(sql: (text: string) => Statement, now: () => number) {
  const find = (person: string, id: string) =>
    one(toUpload, sql('SELECT * FROM upload WHERE person = ? AND id = ?').get(person, id));
  return {
    find,
    /** Of a message in that conversation. */
    file: (conversation: string, id: string) =>
      one(toUpload, sql('SELECT * FROM upload WHERE conversation = ? AND id = ?').get(conversation, id)),
    /** Bytes of all that is kept of a person. */
    weight: (person: string) =>
      (sql('SELECT coalesce(sum(size), 0) AS n FROM upload WHERE person = ?').get(person) as { n: number }).n,
    /** The one that is there already, where it is. */
    add({ person, file, part }: Omit<UploadRow, 'conversation'>): UploadRow {
      const there = find(person, part.id);
      if (there) return there;
      if (!sql('SELECT 1 FROM person WHERE id = ?').get(person)) {
        throw new SobaniError('not-found', 'there is no such visitor any more');
      }
      const row = { id: part.id, file, part: spell(part), size: part.size, at: now() };
      const { columns, values } = sealed('upload', row);
      const places = values.map(() => '?').join(', ');
      sql(`INSERT INTO upload (person, ${columns.join(', ')}) VALUES (?, ${places})`).run(person, ...values);
      return { person, conversation: null, file, part };
    },
    /** @throws SobaniError `not-found` unless it is theirs, of this conversation or of none, and exactly this */
    use(person: string, conversation: string, part: FilePart, path: string): void {
      const row = find(person, part.id);
      const isFree = row?.conversation === null || row?.conversation === conversation;
      if (!row || !isFree || spell(row.part) !== spell(part)) {
        throw new SobaniError('not-found', 'this file was not uploaded', { path });
      }
      sql('UPDATE upload SET conversation = ? WHERE person = ? AND id = ?').run(conversation, person, part.id);
    },
    move(from: string, to: string): void {
      sql('UPDATE OR IGNORE upload SET person = ? WHERE person = ?').run(to, from);
    },
    /** Those that no message has ever named, and were uploaded before that instant, are gone. */
    dropOrphans: (before: number) => void sql('DELETE FROM upload WHERE conversation IS NULL AND at < ?').run(before),
    /** Files whose row is gone, however it went. */
    gone: (limit: number) => many((row) => row.file as string, sql('SELECT file FROM upload_gone LIMIT ?').all(limit)),
    forget(files: readonly string[]): void {
      for (const file of files) sql('DELETE FROM upload_gone WHERE file = ?').run(file);
    },
    isNamed: (file: string) => sql('SELECT 1 FROM upload WHERE file = ?').get(file) !== undefined,
  };
}

export type UploadRows = ReturnType<typeof createUploadRows>;
