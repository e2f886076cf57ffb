import { LineCounter, parseDocument } from 'yaml';

/** Characters; what a message can carry of an article. */
const LONGEST = { title: 200, description: 500 };

export interface FrontMatter {
  title: string;
  description: string;
  tags: string[];
  /** Default: after all that have one. */
  order: number;
  /** Lines that it takes. */
  lines: number;
  body: string;
}

/** The fields above an article's text. Calls `report` for each that is wrong; those are then as if absent. Node only. */
export function readFrontMatter(source: string, report: (line: number, message: string) => void): FrontMatter {
  const match = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(source);
  const found: FrontMatter = { title: '', description: '', tags: [], order: Infinity, lines: 0, body: source };
  if (!match) {
    report(1, 'begin with front matter: ---, title: …, description: …, ---');
    return found;
  }
  found.lines = match[0].split('\n').length - 1;
  found.body = source.slice(match[0].length);
  const counter = new LineCounter();
  const document = parseDocument(match[1]!, { lineCounter: counter });
  for (const error of document.errors)
    report(counter.linePos(error.pos[0]).line + 1, error.message.replace(/ at line[\s\S]*/, ''));
  const json: unknown = document.errors.length ? null : document.toJS();
  if (typeof json !== 'object' || !json) {
    if (!document.errors.length) report(2, 'the front matter must be fields such as title: …');
    return found;
  }
  const lineOf = (key: string) => {
    const at = match[1]!.split('\n').findIndex((line) => line.startsWith(`${key}:`));
    return at < 0 ? 1 : at + 2;
  };
  const known = ['title', 'description', 'tags', 'order'];
  for (const key of Object.keys(json)) {
    if (!known.includes(key)) report(lineOf(key), `unknown field "${key}"; there are ${known.join(', ')}`);
  }
  const { tags = [], order = Infinity } = json as Record<string, unknown>;
  for (const key of ['title', 'description'] as const) {
    const value = (json as Record<string, unknown>)[key];
    if (typeof value === 'string' && value.trim() && value.length <= LONGEST[key]) found[key] = value.trim();
    else report(lineOf(key), `${key} is required: 1 to ${LONGEST[key]} characters`);
  }
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) found.tags = tags;
  else report(lineOf('tags'), 'tags must be a list of words');
  if (typeof order === 'number' && !Number.isNaN(order)) found.order = order;
  else report(lineOf('order'), 'order must be a number');
  return found;
}
