import { SobaniError } from '../core/errors.js';
import type { HandoffRequest, OutgoingMessage } from '../core/ports.js';
import type { HandoffDetails, Part, Snapshot } from '../types.js';
import { newId } from './ids.js';
import type { Command, ConversationRow, Current, Decision, Lineage, NewMessage } from './store.js';

/**
 * What a visitor may do to a conversation, and what then follows; for agents see `desk-rules.ts`. Every rule answers the decision for a command of the store
 * and refuses by throwing; the store runs it while the conversation is locked.
 */
export type Decide = Command['decide'];

/** The same words whether it is someone else's or nobody's: an id tells nothing to one who guesses it. */
export const notFound = () => new SobaniError('not-found', 'there is no such conversation', { path: 'conversation' });
const closed = () => new SobaniError('closed', 'the conversation has ended; start a new one', { path: 'conversation' });

const MAX_TAGS = 40;

function fresh(id: string, app: string, person: string, at: number): ConversationRow {
  return {
    id,
    app,
    person,
    status: 'bot',
    assignee: null,
    tags: [],
    team: null,
    reason: null,
    readTo: 0,
    agentReadTo: 0,
    deliveredTo: 0,
    lastSeq: 0,
    at,
    waitingSince: null,
    unread: 0,
    preview: '',
    previewBy: 'visitor',
  };
}

/** True when the message is there already; throws when its id stands for something else. */
export function isRepeat({ same }: Current, lineage: Lineage, kind: string, parts: Part[]): boolean {
  if (!same) return false;
  const { message } = same;
  const isSame = same.lineage === lineage && message.author.kind === kind;
  if (isSame && JSON.stringify(message.parts) === JSON.stringify(parts)) return true;
  throw new SobaniError('conflict', 'this id already stands for another message', { path: 'message.id' });
}

export const historyLine = (event: 'assigned' | 'resolved' | 'reopened', name?: string): NewMessage => ({
  id: newId(),
  lineage: 'system',
  author: { kind: 'system' },
  parts: [{ type: 'event', event, ...(name !== undefined && { name }) }],
});

/** A visitor of one app, as far as the rules care. */
export interface Owner {
  app: string;
  person: string;
  /** Throws `rate` when this visitor may not start a conversation now. */
  mayStart(): void;
}

function ownRow({ conversation, at }: Current, id: string, owner: Owner): ConversationRow {
  if (!conversation) {
    owner.mayStart();
    return fresh(id, owner.app, owner.person, at);
  }
  if (conversation.person !== owner.person) throw notFound();
  return conversation;
}

const fromVisitor = ({ id, by, name, parts }: OutgoingMessage): NewMessage => ({
  id,
  lineage: 'visitor',
  author: { kind: by, ...(by === 'bot' && name && { name }) },
  parts,
});

/** The visitor, or the bot on the visitor's device, says something. */
export function send(message: OutgoingMessage, owner: Owner): Decide {
  return (current) => {
    if (current.conversation && current.conversation.person !== owner.person) throw notFound();
    if (isRepeat(current, 'visitor', message.by, message.parts)) return null;
    const row = ownRow(current, message.conversation, owner);
    if (row.status === 'resolved') throw closed();
    const isAsking = message.by === 'visitor' && row.status === 'open';
    const waitingSince = isAsking ? (row.waitingSince ?? current.at) : row.waitingSince;
    return { conversation: { ...row, waitingSince }, messages: [fromVisitor(message)] };
  };
}

/** The same, and a person is asked for. */
export function handoff(request: HandoffRequest, owner: Owner): Decide {
  const say = send(request.message, owner);
  // the reference follows from the conversation's id, whatever the device says
  const { summary, intent, language, tone, priority } = request;
  const details: HandoffDetails = {
    ...(summary && { summary }),
    ...(intent && { intent }),
    ...(language && { language }),
    ...(tone && { tone }),
    ...(priority && { priority }),
  };
  return (current) => {
    const said = say(current);
    if (!said) return null;
    const row = said.conversation;
    const conversation: ConversationRow = {
      ...row,
      status: row.status === 'open' ? 'open' : 'waiting',
      tags: [...new Set([...row.tags, ...request.tags])].slice(0, MAX_TAGS),
      team: request.team ?? row.team,
      reason: request.reason ?? row.reason,
      waitingSince: row.waitingSince ?? current.at,
    };
    return { conversation, messages: said.messages, snapshot: request.snapshot, handoff: details };
  };
}

/** The visitor's situation, as it is now: what `next` makes of the one that is stored. */
export function context(next: (stored: () => Snapshot | null) => Snapshot, person: string): Decide {
  return ({ conversation, snapshot }) => {
    if (conversation?.person !== person) throw notFound();
    return { conversation, messages: [], snapshot: next(snapshot) };
  };
}

/** Without these the agent would not know what is talked about; the others are no parts. */
const NEEDED = new Set(['page', 'locale', 'v', 'about']);

/** @throws SobaniError `invalid` with the path of the part that cannot be withdrawn */
export function checkWithdrawal(parts: readonly string[]): void {
  const at = parts.findIndex((part) => NEEDED.has(part));
  if (at < 0) return;
  throw new SobaniError('invalid', `parts[${at}]: cannot be withdrawn`, { path: `parts[${at}]` });
}

/** The visitor ends it. */
export function close(person: string): Decide {
  return ({ conversation }) => {
    if (conversation?.person !== person) throw notFound();
    return end(conversation);
  };
}

/** Ends it, with a line of history that names the agent who did it. Null when it has ended already. */
export function end(conversation: ConversationRow, name?: string): Decision | null {
  if (conversation.status === 'resolved') return null;
  return {
    conversation: { ...conversation, status: 'resolved', waitingSince: null },
    messages: [historyLine('resolved', name)],
  };
}

/** A read mark only moves forward, and never beyond what there is. */
export function readByVisitor(seq: number, person: string): Decide {
  return ({ conversation }) => {
    if (conversation?.person !== person) throw notFound();
    const readTo = Math.min(seq, conversation.lastSeq);
    return readTo > conversation.readTo ? { conversation: { ...conversation, readTo }, messages: [] } : null;
  };
}
