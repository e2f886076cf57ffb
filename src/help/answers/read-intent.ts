import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { features } from './features.js';
import type { Intent } from './format.js';

/** Characters. */
const LONGEST = { title: 200, question: 500, answer: 10_000 };
const FIELDS = ['title', 'questions', 'article', 'flow'];

export interface IntentSource {
  intent: Intent;
  questions: { text: string; line: number }[];
}

/** Texts that a model cannot tell apart have the same. */
export const sameness = (text: string): string => [...features(text).ids].sort((a, b) => a - b).join();

/**
 * An intent as it is written: front matter with title, questions and what follows, and below it the words to say.
 * Calls `report` for each thing that is wrong; that is then as if absent. Node only.
 */
export function readIntent(id: string, source: string, report: (line: number, message: string) => void): IntentSource {
  const found: IntentSource = { intent: { id, title: id }, questions: [] };
  const match = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(source);
  if (!match) {
    report(1, 'begin with front matter: ---, title: …, questions: …, ---');
    return found;
  }
  const answer = source.slice(match[0].length).trim();
  if (answer.length > LONGEST.answer) {
    report(match[0].split('\n').length, `the answer is longer than ${LONGEST.answer} characters; make it an article`);
  } else if (answer) found.intent.answer = answer;

  const counter = new LineCounter();
  const document = parseDocument(match[1]!, { lineCounter: counter });
  for (const error of document.errors) {
    report(counter.linePos(error.pos[0]).line + 1, error.message.replace(/ at line[\s\S]*/, ''));
  }
  if (document.errors.length) return found;
  const root = document.contents;
  if (!isMap(root)) {
    report(2, 'the front matter must be fields such as title: …');
    return found;
  }
  const lineOf = (node: unknown): number => {
    const range = (node as { range?: [number, number, number] | null } | null)?.range;
    return range ? counter.linePos(range[0]).line + 1 : 1;
  };
  for (const { key } of root.items) {
    if (isScalar(key) && FIELDS.includes(String(key.value))) continue;
    report(lineOf(key), `unknown field "${key}"; there are ${FIELDS.join(', ')}`);
  }
  const field = (name: string): { value: unknown; line: number } => {
    const pair = root.items.find(({ key }) => isScalar(key) && key.value === name);
    return { value: pair && isScalar(pair.value) ? pair.value.value : pair?.value, line: pair ? lineOf(pair.key) : 1 };
  };

  const title = field('title');
  if (typeof title.value === 'string' && title.value.trim() && title.value.length <= LONGEST.title) {
    found.intent.title = title.value.trim();
  } else report(title.line, `title is required: 1 to ${LONGEST.title} characters`);

  for (const name of ['article', 'flow'] as const) {
    const { value, line } = field(name);
    if (value === undefined) continue;
    if (typeof value === 'string' && /^[\w-]{1,64}$/.test(value)) found.intent[name] = value;
    else report(line, `${name} must be an id: 1 to 64 of A-Z a-z 0-9 _ -`);
  }
  const { intent } = found;
  if (!intent.answer && !intent.article && !intent.flow) {
    report(1, 'say what follows: article: …, flow: …, or an answer below the front matter');
  }

  const { value: questions, line } = field('questions');
  if (!isSeq(questions) || !questions.items.length) {
    report(line, 'questions is required: a list of what people ask, in their words');
    return found;
  }
  const seen = new Map<string, number>();
  for (const item of questions.items) {
    const at = lineOf(item);
    const text = isScalar(item) && typeof item.value === 'string' ? item.value.trim() : '';
    const same = text && sameness(text);
    if (!text || text.length > LONGEST.question)
      report(at, `a question is 1 to ${LONGEST.question} characters of text; quote it if it has a colon`);
    else if (!same) report(at, `"${text}" has no words`);
    else if (seen.has(same)) report(at, `"${text}" is the same as the question in line ${seen.get(same)}`);
    else {
      seen.set(same, at);
      found.questions.push({ text, line: at });
    }
  }
  return found;
}
