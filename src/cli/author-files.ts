/** What an author wrote in a folder: flows, rules, a help centre, answers, conversations. Told apart by what is in them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SobaniError } from '../core/errors.js';
import { isObject } from '../lint/findings.js';
import { type JsonSource, type NoJson, readJson } from '../lint/json-source.js';
import { compare, LOCALE, readText } from './artefacts.js';

export interface JsonFile {
  file: string;
  json: JsonSource | NoJson;
}

export interface AuthorFiles {
  flows: JsonFile[];
  rules: JsonFile[];
  /** Folders with `<language>/<article>.md`. */
  help: string[];
  /** Folders with `<language>/<intent>.md`. */
  answers: string[];
  /** `*.convo.json` */
  conversations: JsonFile[];
  /** `*.match.json` */
  assertions: JsonFile[];
}

const DEPTH = 6;
/** Files beyond this are nobody's writing. */
const LARGEST = 4 * 1024 * 1024;
const SKIPPED = /^(\.|node_modules$|dist$)/;

export const isJson = (json: JsonSource | NoJson): json is JsonSource => 'value' in json;

async function addJson(file: string, found: AuthorFiles, isNamed: boolean): Promise<void> {
  const name = basename(file);
  const { size } = await stat(file);
  if (size > LARGEST) {
    if (isNamed) throw new SobaniError('too-large', `${file} is over 4 MiB`);
    return;
  }
  const json = readJson(await readText(file));
  if (/\.convo\.json$/.test(name)) found.conversations.push({ file, json });
  else if (/\.match\.json$/.test(name)) found.assertions.push({ file, json });
  else if (isJson(json)) {
    const has = (key: string) => isObject(json.value) && Array.isArray(json.value[key]);
    if (has('flows')) found.flows.push({ file, json });
    else if (has('rules') || has('surveys') || has('news')) found.rules.push({ file, json });
    else if (isNamed) throw new SobaniError('invalid', `${file} has neither "flows" nor "rules"`);
  } else if (isNamed || /flows|rules/.test(name)) (/rules/.test(name) ? found.rules : found.flows).push({ file, json });
}

/** `answers` where the Markdown of a language folder holds questions, `help` where it is articles. */
async function kindOf(folder: string, languages: string[]): Promise<'help' | 'answers' | undefined> {
  for (const language of languages) {
    for (const name of (await readdir(join(folder, language))).sort(compare)) {
      if (!name.endsWith('.md')) continue;
      const [, front] =
        /^\ufeff?---\r?\n([\s\S]*?)\r?\n---/.exec(await readFile(join(folder, language, name), 'utf8')) ?? [];
      if (front !== undefined) return /^questions:/m.test(front) ? 'answers' : 'help';
    }
  }
  return undefined;
}

async function addFolder(folder: string, found: AuthorFiles, depth: number): Promise<void> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => compare(a.name, b.name));
  const folders = entries.filter((one) => one.isDirectory() && !SKIPPED.test(one.name)).map(({ name }) => name);
  const kind = await kindOf(
    folder,
    folders.filter((name) => LOCALE.test(name)),
  );
  if (kind) found[kind].push(folder);
  for (const { name } of entries.filter((one) => one.isFile() && one.name.endsWith('.json'))) {
    await addJson(join(folder, name), found, false);
  }
  if (kind || depth === DEPTH) return;
  for (const name of folders) await addFolder(join(folder, name), found, depth + 1);
}

/** Everything in these files and folders. Throws `not-found` or `invalid` for what cannot be read or is none of it. */
export async function findAuthorFiles(paths: string[]): Promise<AuthorFiles> {
  const found: AuthorFiles = { flows: [], rules: [], help: [], answers: [], conversations: [], assertions: [] };
  for (const path of paths) {
    const entry = await stat(path).catch((cause: unknown) => {
      throw new SobaniError('not-found', `${path}: cannot be read`, { cause });
    });
    if (entry.isDirectory()) await addFolder(path, found, 0);
    else if (path.endsWith('.json')) await addJson(path, found, true);
    else throw new SobaniError('invalid', `${path}: name a folder, or a JSON file with flows or rules`);
  }
  return found;
}
