/** `sobani test`: conversations, random walks through the flows, and how good the answers are. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SobaniError, toSobaniError } from '../core/errors.js';
import type { FlowFile } from '../flows/format.js';
import { pathIn } from '../lint/json-source.js';
import { type AuthorFiles, findAuthorFiles, isJson, type JsonFile } from './author-files.js';
import { accuracyOf, describeAnswers } from './test-answers.js';
import { dataOf, type Played, playConversation } from './test-conversation.js';
import { createCoverage } from './test-coverage.js';
import { readFlows } from './test-engine.js';
import { checkMatches, unknownWords } from './test-match.js';
import { walk } from './test-walk.js';
import { createWorld, type World } from './test-world.js';

const USAGE = `Usage: sobani test <folder>… [--update] [--walks <number>] [--floor <percent>] [--coverage <percent>]

Plays every *.convo.json with the flows, walks through the flows at random, measures the answers on questions that are held out,
and asks what every *.match.json asks. At most one flows file, one help centre and one set of answers.

  --update    Write the transcripts beside the conversations, to be compared with from then on.
  --walks     Random walks through each flow. Default 200.
  --floor     Per cent of held-out questions that must be answered right, in each language. Default 0.
  --coverage  Per cent of steps that the conversations must run. Default 0.

Exits with 0 where all is as it must be, 1 where something is not, 2 when called wrongly.`;

interface Options {
  update: boolean;
  walks: number;
  /** Shares. */
  floor: number;
  coverage: number;
}

type Print = (line: string) => void;

const only = <T>(all: T[], what: string): T | undefined => {
  if (all.length > 1) throw new SobaniError('invalid', `there are ${all.length} ${what}; name a folder with one`);
  return all[0];
};

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

async function compareTranscript({ file, transcript }: Played, update: boolean): Promise<string[]> {
  const path = file.replace(/\.convo\.json$/, '.transcript.txt');
  if (update) {
    await writeFile(path, transcript);
    return [];
  }
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept === undefined || kept === transcript) return [];
  const [before, now] = [kept.split('\n'), transcript.split('\n')];
  const at = now.findIndex((line, i) => line !== before[i]);
  const line = at < 0 ? now.length : at + 1;
  const was = JSON.stringify(before[line - 1] ?? '');
  return [
    `${path}:${line}: was ${was}, is ${JSON.stringify(now[line - 1] ?? '')}; if that is right, run with --update`,
  ];
}

function parseFlows({ file, json }: JsonFile): FlowFile {
  if (!isJson(json)) throw new SobaniError('invalid', `${file}:${json.line}: ${json.problem}`);
  try {
    return readFlows(json.value);
  } catch (thrown) {
    const { path = '', message } = toSobaniError(thrown);
    const line = json.lineOf(pathIn(json.value, path));
    throw new SobaniError('invalid', `${file}:${line}: ${message}; sobani check lists all`, { cause: thrown });
  }
}

/** Conversations and walks. Resolves with how much failed. */
async function testFlows(flows: JsonFile, conversations: JsonFile[], world: World, options: Options, print: Print) {
  const file = parseFlows(flows);
  const coverage = createCoverage(file);
  let failed = 0;
  const contexts = [dataOf({})];
  for (const conversation of conversations) {
    const played = await playConversation(conversation, coverage.file, world);
    contexts.push(dataOf(played.context));
    const wrong = [...played.failures, ...(await compareTranscript(played, options.update))];
    for (const line of wrong) print(line);
    if (wrong.length) failed++;
  }
  if (conversations.length) {
    print(`${conversations.length - failed} of ${conversations.length} conversations are as expected`);
    for (const line of coverage.report()) print(line);
    const share = coverage.share();
    if (share < options.coverage) {
      print(`${percent(share)} of all steps were run, ${percent(options.coverage)} must be`);
      failed++;
    }
  }
  const wrong = options.walks ? await walk(file, contexts, options.walks) : [];
  for (const line of wrong) print(`${flows.file}: ${line}`);
  if (options.walks) print(`${options.walks * file.flows.length} random walks, ${wrong.length} things wrong`);
  return failed + wrong.length;
}

/** How much failed. */
function testAnswers({ answers }: World, floor: number, print: Print): number {
  let failed = 0;
  for (const [locale, { files, heldOut }] of answers) {
    for (const line of describeAnswers(locale, files, heldOut)) print(line);
    if (accuracyOf(heldOut).first >= floor) continue;
    print(`${locale}: ${percent(floor)} must be answered right`);
    failed++;
  }
  return failed;
}

const SHOWN_WORDS = 20;

async function test(files: AuthorFiles, options: Options, print: Print): Promise<number> {
  const flows = only(files.flows, 'flows files');
  const help = only(files.help, 'help centres');
  const answers = only(files.answers, 'sets of answers');
  const world = await createWorld(help, answers);
  let failed = 0;
  if (flows) failed += await testFlows(flows, files.conversations, world, options, print);
  else if (files.conversations.length)
    throw new SobaniError('not-found', 'there are conversations, but no flows to play');
  failed += testAnswers(world, options.floor, print);
  const asked = new Map<string, string[]>();
  for (const [locale, { heldOut }] of world.answers)
    asked.set(
      locale,
      heldOut.map(({ text }) => text),
    );
  for (const one of files.assertions) {
    const { file, failures, right, all, floor, locale, questions } = await checkMatches(one, world);
    for (const failure of failures) print(failure);
    const isGood = all > 0 && right / all >= floor;
    print(`${file}: ${right} of ${all} lead where they should${isGood ? '' : `; ${percent(floor)} must`}`);
    if (!isGood) failed++;
    asked.set(locale, [...(asked.get(locale) ?? []), ...questions]);
  }
  for (const [locale, questions] of asked) {
    const unknown = await unknownWords(world, locale, questions);
    if (!unknown.length) continue;
    const words = unknown.slice(0, SHOWN_WORDS).map(([word, count]) => `${word} (${count})`);
    print(`${locale}: words that no article has: ${words.join(', ')}${unknown.length > SHOWN_WORDS ? ', …' : ''}`);
  }
  return failed;
}

function numberOf(name: string, text: string | undefined, most: number, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`--${name}: "${text}" is no number from 0 to ${most}`);
}

/** The command. Prints what it found, and resolves with the exit code. */
export async function testCommand(argv: string[]): Promise<number> {
  try {
    const string = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { update: flag, walks: string, floor: string, coverage: string, help: flag },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    if (!positionals.length) throw new Error('name a folder');
    const options: Options = {
      update: values.update ?? false,
      walks: Math.floor(numberOf('walks', values.walks, 1_000_000, 200)),
      floor: numberOf('floor', values.floor, 100, 0) / 100,
      coverage: numberOf('coverage', values.coverage, 100, 0) / 100,
    };
    const files = await findAuthorFiles(positionals);
    if (!files.flows.length && !files.answers.length && !files.assertions.length) {
      throw new SobaniError('not-found', `there are no flows, answers or assertions in ${positionals.join(', ')}`);
    }
    return (await test(files, options, console.log)) ? 1 : 0;
  } catch (thrown) {
    console.error((thrown as Error).message);
    if (!(thrown instanceof SobaniError)) console.error(USAGE);
    return 2;
  }
}
