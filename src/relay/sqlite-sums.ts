import { crc32 } from 'node:zlib';
import { SobaniError } from '../core/errors.js';
import type { Value } from './sqlite.js';

/**
 * SQLite keeps no checksum of what is in its pages: a bit that flips in a text stays unnoticed. So every row of these has
 * a sum of its own, made when it is written and compared whenever it is read.
 */
const SUMMED = {
  person: ['id', 'app', 'user', 'name', 'claims'],
  conversation: [
    ...['id', 'app', 'person', 'status', 'assignee', 'tags', 'team', 'reason', 'read_to', 'agent_read_to'],
    ...['delivered_to', 'last_seq', 'at', 'waiting_since', 'unread', 'preview', 'preview_by'],
  ],
  snapshot: ['id', 'snapshot', 'snapshot_at'],
  message: ['app', 'conversation', 'seq', 'id', 'lineage', 'kind', 'author', 'parts', 'at'],
  note: ['id', 'conversation', 'agent', 'text', 'at'],
  handoff: ['conversation', 'at', 'details'],
  // whose these are is not among them: it changes for all at once when a visitor becomes known
  happening: ['at', 'kind', 'part', 'mark', 'data'],
  person_note: ['id', 'agent', 'text', 'at', 'edited'],
  upload: ['id', 'file', 'part', 'size', 'at'],
  rating: ['id', 'conversation', 'survey', 'kind', 'score', 'max', 'remark', 'at'],
} as const satisfies Record<string, readonly string[]>;

export type Summed = keyof typeof SUMMED;

/** SQLite keeps text as UTF-8, and some bindings read it only up to a zero byte: what does not come back is not summed. */
const sumOf = (values: readonly Value[]) =>
  crc32(values.map((value) => `${value === null ? '' : typeof value}:${value}`.split('\0', 1)[0]).join('\n'));

/** The columns of a row with their values, its sum the last. */
export function sealed<T extends Summed>(kind: T, row: Record<(typeof SUMMED)[T][number], Value>) {
  const columns: readonly string[] = SUMMED[kind];
  const values = columns.map((column) => (row as Record<string, Value>)[column]!);
  return { columns: [...columns, 'sum'], values: [...values, sumOf(values)] };
}

/**
 * The row, if it is as it was written.
 * @throws SobaniError `storage` when it is damaged
 */
export function intact(kind: Summed, row: Record<string, Value>): Record<string, Value> {
  if (row.sum === sumOf(SUMMED[kind].map((column) => row[column]!))) return row;
  throw new SobaniError('storage', `a stored ${kind} is damaged; the database has to be restored`);
}
