/** Conversations as a back end has them. */
import type { RemoteMessage, TransportEvent } from '../../src/core/ports.js';
import type { Author, Conversation, Part } from '../../src/types.js';

export const MIKA: Author = { kind: 'agent', id: 'mika', name: 'Mika Sato' };
export const BEN: Author = { kind: 'agent', id: 'ben', name: 'Ben Adler' };
export const BOT: Author = { kind: 'bot' };
export const YOU: Author = { kind: 'visitor' };
export const SYSTEM: Author = { kind: 'system' };

const MINUTE = 60_000;
/** 22 characters, as ids are. */
export const idOf = (name: string): string => name.padEnd(22, '0');
export const TALK: string = idOf('talk');

type Line = [author: Author, what: string | Part[]];
export interface Talk {
  id?: string;
  lines: Line[];
  status?: Conversation['status'];
  /** How many lines the visitor has seen; default all. */
  seen?: number;
  /** How many an agent has seen; default all. */
  read?: number;
  /** Minutes from the last line to now. Default 2. */
  ago?: number;
  assignee?: Author | null;
}

/** What is replayed of a conversation. */
export function replay(talk: Talk): TransportEvent[] {
  const { id = TALK, lines, status = 'open', ago = 2, assignee = MIKA } = talk;
  const { seen = lines.length, read = lines.length } = talk;
  const last = Date.now() - ago * MINUTE;
  const messages = lines.map(([author, what], i): RemoteMessage => {
    const parts: Part[] = typeof what === 'string' ? [{ type: 'text', text: what }] : what;
    const at = last - (lines.length - 1 - i) * MINUTE;
    return { id: idOf(`${id.replace(/0+$/, '')}-${i}`), conversation: id, author, parts, at, seq: i + 1 };
  });
  const conversation: Conversation = {
    ...{ id, status, readTo: seen, agentReadTo: read, deliveredTo: lines.length, at: last },
    ...(assignee && status !== 'bot' && { assignee }),
  };
  return [
    { type: 'conversation', conversation },
    ...messages.map((message): TransportEvent => ({ type: 'message', message, cursor: `${message.seq}` })),
  ];
}
