/** `sobani build-answers`: a folder of intents with example questions to a model that the browser can ask. */
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { SobaniError } from '../core/errors.js';
import { type CompileOptions, compile } from '../help/answers/compile.js';
import type { AnswersManifest } from '../help/answers/format.js';
import { readAnswersFolder } from './answers-files.js';
import { fallbackOf, nameOf, writeFiles } from './artefacts.js';

const USAGE = `Usage: sobani build-answers <folder> --out <dir> [--form text|weights]

<folder>/<language>/<intent>.md, each with front matter: title, questions, and article, flow, or an answer below it.
Writes <dir>/answers.json and one answers-<language>-<hash>.json for each language.

  --form   Ship the questions, to be learned on the device, or weights. Default: questions up to 1,500 of them.`;

/** Of one language. Shares are of all its questions, each held out once. */
export interface AnswersReport {
  intents: number;
  questions: number;
  /** Of the right intent being the first, and among the first three. */
  first: number;
  three: number;
}

export interface CompiledAnswers {
  manifest: AnswersManifest;
  /** Text of each file by its name, `answers.json` the last. */
  files: Record<string, string>;
  reports: Record<string, AnswersReport>;
}

/**
 * Compiles `<folder>/<locale>/*.md`. The same input gives the same bytes.
 * @throws SobaniError `invalid` whose message has one line for each problem: `file:line: message`.
 */
export async function compileAnswers(folder: string, options: CompileOptions = {}): Promise<CompiledAnswers> {
  const { locales, problems } = await readAnswersFolder(folder);
  if (problems.length) throw new SobaniError('invalid', problems.join('\n'));

  const compiled: CompiledAnswers = { manifest: { v: 1, locales: {}, fallback: '' }, files: {}, reports: {} };
  for (const [locale, sources] of locales) {
    const intents = sources.map(({ intent }) => intent);
    const questions = sources.map((source) => source.questions.map(({ text }) => text));
    const { file, heldOut } = compile(locale, intents, questions, options);
    const text = JSON.stringify(file);
    const name = nameOf('answers', locale, text);
    compiled.files[name] = text;
    compiled.manifest.locales[locale] = name;
    const share = (most: number) =>
      heldOut.filter(({ ranked, intent }) => ranked.slice(0, most).includes(intent)).length / (heldOut.length || 1);
    compiled.reports[locale] = { intents: intents.length, questions: heldOut.length, first: share(1), three: share(3) };
  }
  compiled.manifest.fallback = fallbackOf(compiled.manifest.locales);
  compiled.files['answers.json'] = JSON.stringify(compiled.manifest);
  return compiled;
}

/** The command. Prints what it did, or every problem, and resolves with the exit code. */
export async function buildAnswers(argv: string[]): Promise<number> {
  let folder: string | undefined;
  let out: string | undefined;
  const options: CompileOptions = {};
  try {
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { out: { type: 'string' }, form: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    if (values.form === 'text' || values.form === 'weights') options.form = values.form;
    else if (values.form !== undefined) throw new Error(`--form: "${values.form}" is neither text nor weights`);
    if (positionals.length === 1) folder = positionals[0];
    out = values.out;
  } catch (thrown) {
    console.error((thrown as Error).message);
  }
  if (!folder || !out) {
    console.error(USAGE);
    return 1;
  }
  try {
    const { manifest, files, reports } = await compileAnswers(folder, options);
    await writeFiles(out, 'answers', files);
    for (const [locale, name] of Object.entries(manifest.locales)) {
      const { intents, questions, first, three } = reports[locale]!;
      const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
      console.log(
        `${locale}: ${intents} intents, ${questions} questions, ${gzipSync(files[name]!, { level: 9 }).length} bytes gzip, ${name}`,
      );
      console.log(`${locale}: held out, ${percent(first)} are answered right, ${percent(three)} by one of three`);
    }
    return 0;
  } catch (thrown) {
    console.error((thrown as Error).message);
    return 1;
  }
}
