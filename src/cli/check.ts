/** `sobani check`: everything that is wrong with flows, rules, a help centre and answers, at once. */
import { parseArgs } from 'node:util';
import { SobaniError, toSobaniError } from '../core/errors.js';
import { type Finding, type Known, listOf, objectOf, type Report, textOf } from '../lint/findings.js';
import { checkFlows } from '../lint/flows.js';
import { type JsonSource, type NoJson, pathIn } from '../lint/json-source.js';
import { checkRules, surveysOf } from '../lint/rules-file.js';
import { compare } from './artefacts.js';
import { type AuthorFiles, findAuthorFiles, isJson, type JsonFile } from './author-files.js';
import { adder, checkAnswers, checkHelp } from './check-folders.js';
import { parsers } from './parsers.js';

const USAGE = `Usage: sobani check <folder or file>… [--format text|json] [--strict]

Looks for flows and rules (JSON files with "flows", or with "rules", "surveys" or "news"), help centres
(<folder>/<language>/<article>.md) and answers (<folder>/<language>/<intent>.md with questions), and lists what is wrong.

  --format   text: file:line: message. json: a list of { file, line, severity, rule, message, mend }. Default text.
  --strict   Exit with 1 on warnings as well.

Exits with 0 where there is no error, 1 where there is one, 2 when called wrongly.`;

type Check = (json: unknown, known: Known, report: Report) => void;

function checkFile({ file, json }: JsonFile, check: Check, parse: (json: unknown) => unknown, known: Known): Finding[] {
  const findings: Finding[] = [];
  const add = adder(findings);
  if (!isJson(json)) {
    const { line, problem } = json as NoJson;
    add(file, line, 'not-json', problem, 'write JSON: double quotes, no comments, no comma at the end of a list');
    return findings;
  }
  const { value, lineOf, doubles } = json satisfies JsonSource;
  for (const path of doubles) {
    add(file, lineOf(path), 'double-id', `there are two "${path.at(-1)}" here, and the last one counts`, 'rename one');
  }
  check(value, known, (path, rule, message, mend) => add(file, lineOf(path), rule, message, mend));
  // the messenger has the last word: what it would refuse is never called good
  if (!findings.some(({ severity }) => severity === 'error')) {
    try {
      parse(value);
    } catch (thrown) {
      const { path = '', message } = toSobaniError(thrown);
      add(file, lineOf(pathIn(value, path)), 'refused', message);
    }
  }
  return findings;
}

const idsOf = (files: JsonFile[], key: string): string[] =>
  files.flatMap(({ json }) =>
    isJson(json) ? listOf(objectOf(json.value)[key]).flatMap((one) => textOf(objectOf(one).id) ?? []) : [],
  );

/** All findings in some author's files, by file and line. */
async function check(files: AuthorFiles): Promise<Finding[]> {
  const findings: Finding[] = [];
  const add = adder(findings);
  const articles = new Set<string>();
  for (const folder of files.help) await checkHelp(folder, articles, add);
  const known: Known = {
    ...(files.help.length && { articles }),
    ...(files.flows.length && { flows: new Set(idsOf(files.flows, 'flows')) }),
    ...(files.rules.length && {
      surveys: new Set(files.rules.flatMap(({ json }) => (isJson(json) ? surveysOf(json.value) : []))),
    }),
  };
  const intents = new Set<string>();
  for (const folder of files.answers) await checkAnswers(folder, intents, known, add);
  if (files.answers.length) known.intents = intents;
  for (const file of files.flows) findings.push(...checkFile(file, checkFlows, parsers.flows, known));
  for (const file of files.rules) findings.push(...checkFile(file, checkRules, parsers.rules, known));
  return findings.sort((a, b) => compare(a.file, b.file) || a.line - b.line);
}

const lineFor = ({ file, line, severity, rule, message, mend }: Finding): string =>
  `${file}:${line}: ${severity}: ${message}${mend && `; ${mend}`} [${rule}]`;

/** The command. Prints what it found, and resolves with the exit code. */
export async function checkCommand(argv: string[]): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { format: { type: 'string' }, strict: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    const { format = 'text' } = values;
    if (format !== 'text' && format !== 'json') throw new Error(`--format: "${format}" is neither text nor json`);
    if (!positionals.length) throw new Error('name a folder or a file');
    const files = await findAuthorFiles(positionals);
    const parts = [files.flows, files.rules, files.help, files.answers].map((all) => all.length);
    if (!parts.some(Boolean)) {
      throw new SobaniError('not-found', `there are no flows, rules, articles or answers in ${positionals.join(', ')}`);
    }
    const findings = await check(files);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    if (format === 'json') console.log(JSON.stringify(findings, null, 2));
    else {
      for (const finding of findings) console.log(lineFor(finding));
      const [flows, rules, help, answers] = parts;
      const seen = `${flows} flows files, ${rules} rules files, ${help} help centres, ${answers} sets of answers`;
      console.log(`${errors} errors, ${findings.length - errors} warnings in ${seen}`);
    }
    return errors || (values.strict && findings.length) ? 1 : 0;
  } catch (thrown) {
    console.error((thrown as Error).message);
    if (!(thrown instanceof SobaniError)) console.error(USAGE);
    return 2;
  }
}
