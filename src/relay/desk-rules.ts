import { SobaniError } from '../core/errors.js';
import type { FilePart, Part } from '../types.js';
import type { Agent } from '../wire/desk.js';
import { type Decide, end, historyLine, isRepeat, notFound } from './rules.js';
import type { Lineage, NewMessage } from './store.js';

/** What an agent may do to a conversation, and what then follows. */

const resolved = () => new SobaniError('closed', 'the conversation is resolved; reopen it first');

export function readByAgent(seq: number): Decide {
  return ({ conversation }) => {
    if (!conversation) throw notFound();
    const agentReadTo = Math.min(seq, conversation.lastSeq);
    return agentReadTo > conversation.agentReadTo
      ? { conversation: { ...conversation, agentReadTo }, messages: [] }
      : null;
  };
}

/** Messages were sent to a desk: delivered is what has no hole before it. */
export function delivered(from: number, to: number): Decide {
  return ({ conversation }) => {
    if (!conversation || from > conversation.deliveredTo + 1 || to <= conversation.deliveredTo) return null;
    return { conversation: { ...conversation, deliveredTo: to }, messages: [] };
  };
}

/** An agent answers, message `to` where they say so, and takes the conversation if nobody has it. */
export function reply(
  { id, files = [], ...said }: { id: string; text: string; to?: string; files?: FilePart[] },
  agent: Agent,
): Decide {
  const lineage: Lineage = `agent:${agent.id}`;
  const parts: Part[] = [...(said.text ? [{ type: 'text' as const, ...said }] : []), ...files];
  if (!parts.length) throw new SobaniError('invalid', 'text: expected a text, or files', { path: 'text' });
  return (current) => {
    if (!current.conversation) throw notFound();
    if (isRepeat(current, lineage, 'agent', parts)) return null;
    const row = current.conversation;
    if (row.status === 'resolved') throw resolved();
    const answer: NewMessage = { id, lineage, author: { kind: 'agent', id: agent.id, name: agent.name }, parts };
    return {
      conversation: { ...row, status: 'open', assignee: row.assignee ?? agent, waitingSince: null },
      messages: row.assignee ? [answer] : [historyLine('assigned', agent.name), answer],
    };
  };
}

/** To an agent, or back to waiting. */
export function assign(agent: Agent | null): Decide {
  return ({ conversation, at }) => {
    if (!conversation) throw notFound();
    if (conversation.status === 'resolved') throw resolved();
    if (!agent) {
      const waitingSince = conversation.waitingSince ?? at;
      return { conversation: { ...conversation, status: 'waiting', assignee: null, waitingSince }, messages: [] };
    }
    if (conversation.status === 'open' && conversation.assignee?.id === agent.id) return null;
    return {
      conversation: { ...conversation, status: 'open', assignee: agent },
      messages: [historyLine('assigned', agent.name)],
    };
  };
}

export function resolve(agent: Agent): Decide {
  return ({ conversation }) => {
    if (!conversation) throw notFound();
    return end(conversation, agent.name);
  };
}

export function reopen(agent: Agent): Decide {
  return ({ conversation, at }) => {
    if (!conversation) throw notFound();
    if (conversation.status !== 'resolved') return null;
    const status = conversation.assignee ? 'open' : 'waiting';
    return {
      conversation: { ...conversation, status, waitingSince: conversation.assignee ? null : at },
      messages: [historyLine('reopened', agent.name)],
    };
  };
}
