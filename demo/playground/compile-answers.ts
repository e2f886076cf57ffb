/** Intents to the files that `sobani build-answers` would write, on the page, and what is wrong with them. */
import { compile } from '../../src/help/answers/compile.js';
import type { Intent } from '../../src/help/answers/format.js';
import { sameness } from '../../src/help/answers/read-intent.js';
import { findCollisions } from '../../src/lint/collisions.js';
import {
  isObject,
  type Known,
  listOf,
  objectOf,
  type Path,
  type Report,
  RULES,
  type Rule,
  textOf,
} from '../../src/lint/findings.js';
import { readJson } from '../../src/lint/json-source.js';
import { suggest } from '../../src/lint/shape.js';
import { nearest } from './languages.js';
import type { Trouble } from './sources.js';

export interface Answers {
  /** By name, `answers.json` among them. Empty where there is nothing to learn from. */
  files: Record<string, string>;
  /** Of any language. */
  ids: Set<string>;
  trouble: Trouble[];
  /** Of each language: how many of the questions were answered right when they were held out, at first and by one of three. */
  heldOut: Record<string, { questions: number; first: number; three: number }>;
}

/** Too few questions to be told apart by. */
const FEW = 5;
/** What may follow. */
const GIVES = ['article', 'flow', 'answer'];

interface Read {
  intent: Intent;
  questions: string[];
  at: Path;
}

/** An intent, where it has what it takes. `seen`: by its features, in which intent a question was asked already. */
function readIntent(
  json: unknown,
  at: Path,
  seen: Map<string, string>,
  known: Known,
  report: Report,
): Read | undefined {
  const { id, title: given, questions: asked, ...rest } = objectOf(json);
  const title = textOf(given)?.trim();
  if (typeof id !== 'string' || !/^[a-z0-9-]{1,64}$/.test(id)) {
    report(
      [...at, 'id'],
      'answers',
      'an intent needs an id: 1 to 64 of a-z 0-9 -',
      'write { "id", "title", "questions" }',
    );
    return undefined;
  }
  if (!title) report([...at, 'title'], 'answers', 'it needs a title, as it reads among suggestions');
  const stray = Object.keys(rest).find((key) => !GIVES.includes(key));
  if (stray) report([...at, stray], 'answers', `there is no field "${stray}"`, suggest(stray, GIVES));
  const gives = Object.fromEntries(GIVES.flatMap((key) => (textOf(rest[key]) ? [[key, textOf(rest[key])!]] : [])));
  if (!Object.keys(gives).length) report(at, 'answers', 'say what follows: an article, a flow, or an answer');
  for (const kind of ['article', 'flow'] as const) {
    const [name, all] = [gives[kind], known[`${kind}s`]];
    if (name && all && !all.has(name)) {
      report([...at, kind], `missing-${kind}`, `there is no ${kind} "${name}"`, suggest(name, all));
    }
  }
  const questions: string[] = [];
  listOf(asked).forEach((question, n) => {
    const text = textOf(question)?.trim() ?? '';
    const same = text && sameness(text);
    const where: Path = [...at, 'questions', n];
    if (!same) report(where, 'answers', 'a question is a text with words in it');
    else if (seen.has(same)) {
      report(where, 'answers', `"${text}" is asked in "${seen.get(same)}" as well`, 'keep it in one intent');
    } else {
      seen.set(same, id);
      questions.push(text);
    }
  });
  if (questions.length < FEW) {
    const mend = `add some in the words of real visitors, until there are ${FEW} or more`;
    report([...at, 'questions'], 'few-questions', `only ${questions.length} to learn from`, mend);
  }
  return questions.length && title ? { intent: { id, title, ...gives }, questions, at } : undefined;
}

export function compileAnswers(source: string, known: Known): Answers {
  const answers: Answers = { files: {}, ids: new Set(), trouble: [], heldOut: {} };
  const json = readJson(source);
  const add = (line: number, rule: Rule, message: string, mend = '') =>
    void answers.trouble.push({ kind: 'answers', line, severity: RULES[rule], rule, message, mend });
  if (!('value' in json)) {
    add(json.line, 'not-json', json.problem, 'write JSON: double quotes, no comments, no comma at the end of a list');
    return answers;
  }
  const report: Report = (path, rule, message, mend) => add(json.lineOf(path), rule, message, mend);
  if (!isObject(json.value)) {
    report([], 'answers', 'expected lists of intents by language', 'begin with { "en": [] }');
    return answers;
  }

  const locales: Record<string, string> = {};
  for (const [locale, list] of Object.entries(json.value)) {
    const seen = new Map<string, string>();
    const intents: Read[] = [];
    listOf(list).forEach((one, i) => {
      const read = readIntent(one, [locale, i], seen, known, report);
      if (!read) return;
      const { id } = read.intent;
      answers.ids.add(id);
      if (intents.some(({ intent }) => intent.id === id)) {
        report([...read.at, 'id'], 'double-id', `there are two intents "${id}"`, 'give one of them another id');
      } else intents.push(read);
    });
    if (!intents.length) continue;
    const { file, heldOut } = compile(
      locale,
      intents.map(({ intent }) => intent),
      intents.map(({ questions }) => questions),
    );
    const right = heldOut.filter(({ intent, ranked }) => ranked[0] === intent).length;
    const three = heldOut.filter(({ intent, ranked }) => ranked.slice(0, 3).includes(intent)).length;
    answers.heldOut[locale] = { questions: heldOut.length, first: right, three };
    for (const { intent, other, questions } of findCollisions(heldOut)) {
      const [own, rival] = [intents[intent]!, intents[other]!];
      report(
        own.at,
        'colliding-intents',
        `reads like "${rival.intent.id}": ${questions.map((one) => `"${one}"`).join(', ')}`,
        `move what is about that to "${rival.intent.id}", and write more like the rest here`,
      );
    }
    locales[locale] = `answers-${locale}.json`;
    answers.files[locales[locale]!] = JSON.stringify(file);
  }
  const all = Object.keys(locales);
  if (all.length) answers.files['answers.json'] = JSON.stringify({ v: 1, locales, fallback: nearest('en', all) });
  return answers;
}
