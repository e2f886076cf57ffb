/** What a reply shows of the message that it answers. Pure. */
import { bare } from '../core/bare.js';
import type { DeskMessage } from '../wire/desk.js';
import { strings } from './strings.js';

/** Characters of it. */
const MOST = 200;

/** Who wrote it, and how it begins. */
export function quoteLabel({ author, parts }: DeskMessage, visitor: string): string {
  const { bot, agent, system } = strings.thread;
  const name = author.name || { visitor, agent, system, bot }[author.kind];
  const said = parts.map((part) => ('text' in part && part.text) || ('title' in part && part.title) || '');
  const all = said.filter(Boolean).join(' ');
  const isRich = author.kind === 'agent' || author.kind === 'bot';
  const words = (isRich ? bare(all) : all).replace(/\s+/g, ' ').slice(0, MOST);
  return words ? `${name}: ${words}` : name;
}
