/** Which conversations stand in which list, and in what order. Pure. */
import { readReference } from '../core/reference.js';
import type { DeskConversation } from '../wire/desk.js';

export const LISTS = ['waiting', 'mine', 'open', 'bot', 'resolved'] as const;
export type ListName = (typeof LISTS)[number];

export function isIn(list: ListName, conversation: DeskConversation, me: string | undefined): boolean {
  if (list === 'mine') return conversation.status !== 'resolved' && !!me && conversation.assignee?.id === me;
  return conversation.status === list;
}

const RANK = { urgent: 0, high: 1, normal: 2, low: 3 };

/** By priority; then who waits longest, in the other lists the newest. What is resolved is no longer urgent. */
export function compare(list: ListName, a: DeskConversation, b: DeskConversation): number {
  const rank = ({ priority }: DeskConversation) => (list === 'resolved' ? 0 : RANK[priority]);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  const byTime = list === 'waiting' ? (a.waitingSince ?? a.at) - (b.waitingSince ?? b.at) : b.at - a.at;
  return byTime || (a.id < b.id ? -1 : 1);
}

/** Every word of the filter occurs in name, preview, tags, team, reference or id. */
export function matches(filter: string, c: DeskConversation): boolean {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const text = [c.person.name, c.person.id, c.preview, c.team, c.reference, c.assignee?.name, ...c.tags].join(' ');
  const folded = text.toLocaleLowerCase();
  return words.every((word) => folded.includes(word));
}

export function rows(
  conversations: Iterable<DeskConversation>,
  list: ListName,
  me: string | undefined,
  filter: string,
): DeskConversation[] {
  // whoever telephones says a reference, and not in which list they are
  const reference = readReference(filter);
  const named = reference ? [...conversations].filter((c) => c.reference === reference) : [];
  if (named.length) return named;
  return [...conversations].filter((c) => isIn(list, c, me) && matches(filter, c)).sort((a, b) => compare(list, a, b));
}

export function counts(conversations: Iterable<DeskConversation>, me: string | undefined): Record<ListName, number> {
  const all = { waiting: 0, mine: 0, open: 0, bot: 0, resolved: 0 };
  for (const c of conversations) for (const list of LISTS) if (isIn(list, c, me)) all[list]++;
  return all;
}
