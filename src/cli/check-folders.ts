/** Lints the parts that are folders of Markdown: the help centre and the answers. */
import { join } from 'node:path';
import { SobaniError } from '../core/errors.js';
import { compile } from '../help/answers/compile.js';
import { findCollisions } from '../lint/collisions.js';
import { type Finding, type Known, RULES, type Rule } from '../lint/findings.js';
import { suggest } from '../lint/shape.js';
import { readAnswersFolder } from './answers-files.js';
import { readText } from './artefacts.js';
import { compileHelp } from './build-help.js';
import { type Draft, type Problem, readDrafts } from './help-files.js';

type Add = (file: string, line: number, rule: Rule, message: string, mend?: string) => void;

export const adder =
  (findings: Finding[]): Add =>
  (file, line, rule, message, mend = '') =>
    void findings.push({ file, line, severity: RULES[rule], rule, message, mend });

/** `file:line: message`, as the compilers say it. */
function addProblems(text: string, rule: Rule, folder: string, add: Add): void {
  for (const one of text.split('\n')) {
    const [, file, line, message] = /^(.*?):(\d+): (.*)$/.exec(one) ?? [];
    add(file ?? folder, Number(line ?? 1), rule, message ?? one);
  }
}

/** Languages that have something, and those of all that it lacks. */
function addUntranslated(byId: Map<string, Map<string, string>>, what: string, add: Add): void {
  const locales = [...new Set([...byId.values()].flatMap((all) => [...all.keys()]))].sort();
  for (const [id, files] of byId) {
    const missing = locales.filter((locale) => !files.has(locale));
    if (!missing.length) continue;
    const mend = `write ${missing.map((locale) => `${locale}/${id}.md`).join(', ')}`;
    add([...files.values()][0]!, 1, 'missing-translation', `the ${what} "${id}" is not in ${missing.join(', ')}`, mend);
  }
}

/** The help centre in a folder; what it has goes into `articles`. */
export async function checkHelp(folder: string, articles: Set<string>, add: Add): Promise<void> {
  const drafts: Map<string, Draft[]> = await readDrafts(folder, [] as Problem[]);
  const byId = new Map<string, Map<string, string>>();
  for (const [locale, all] of drafts) {
    for (const { id } of all) {
      articles.add(id);
      const files = byId.get(id) ?? new Map<string, string>();
      byId.set(id, files.set(locale, join(folder, locale, `${id}.md`)));
    }
  }
  try {
    await compileHelp(folder);
  } catch (thrown) {
    if (!(thrown instanceof SobaniError)) throw thrown;
    addProblems(thrown.message, 'help', folder, add);
  }
  addUntranslated(byId, 'article', add);
}

/** Too few questions to be told apart by. */
const FEW = 5;

/** The answers in a folder; what it has goes into `intents`. The articles and flows that it leads to are looked at by `refer`. */
export async function checkAnswers(folder: string, intents: Set<string>, known: Known, add: Add): Promise<void> {
  const { locales, problems } = await readAnswersFolder(folder);
  for (const problem of problems) addProblems(problem, 'answers', folder, add);
  const byId = new Map<string, Map<string, string>>();
  for (const [locale, files] of locales) {
    for (const { file, intent, questions } of files) {
      intents.add(intent.id);
      byId.set(intent.id, (byId.get(intent.id) ?? new Map<string, string>()).set(locale, file));
      const lines = (await readText(file)).split('\n');
      const lineOf = (key: string) =>
        Math.max(
          0,
          lines.findIndex((line) => line.startsWith(`${key}:`)),
        ) + 1;
      for (const key of ['article', 'flow'] as const) {
        const all = known[`${key}s`];
        const id = intent[key];
        if (!all || id === undefined || all.has(id)) continue;
        add(file, lineOf(key), `missing-${key}`, `there is no ${key} "${id}"`, suggest(id, all));
      }
      if (questions.length && questions.length < FEW) {
        const mend = `add some, in the words of real visitors, until there are ${FEW} or more`;
        add(file, lineOf('questions'), 'few-questions', `only ${questions.length} to learn from`, mend);
      }
    }
    if (files.length < 2) continue;
    const { heldOut } = compile(
      locale,
      files.map(({ intent }) => intent),
      files.map(({ questions }) => questions.map(({ text }) => text)),
    );
    for (const { intent, other, questions } of findCollisions(heldOut)) {
      const { file, questions: own } = files[intent]!;
      const id = files[other]!.intent.id;
      const lines = questions.map((text) => own.find((question) => question.text === text)!.line);
      const listed = questions.map((text, i) => `"${text}" (line ${lines[i]})`).join(', ');
      const mend = `move what is about that to ${locale}/${id}.md, and write more like the rest here`;
      add(file, Math.min(...lines), 'colliding-intents', `reads like "${id}": ${listed}`, mend);
    }
  }
  addUntranslated(byId, 'intent', add);
}
