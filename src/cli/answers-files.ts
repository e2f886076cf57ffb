/** The files that `sobani build-answers` reads. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SobaniError } from '../core/errors.js';
import { type IntentSource, readIntent, sameness } from '../help/answers/read-intent.js';
import { compare, LOCALE, readText } from './artefacts.js';

/** An intent, and the file that it stands in. */
export interface IntentFile extends IntentSource {
  file: string;
}

export interface AnswersFolder {
  /** Those of each language that has any, in their order. */
  locales: [locale: string, intents: IntentFile[]][];
  /** `file:line: message` of each thing that is wrong. */
  problems: string[];
}

async function readLocale(folder: string, locale: string, problems: string[]): Promise<IntentFile[]> {
  const names = (await readdir(join(folder, locale))).filter((name) => name.endsWith('.md')).sort(compare);
  const asked = new Map<string, string>();
  const sources: IntentFile[] = [];
  for (const name of names) {
    const file = join(folder, locale, name);
    const report = (line: number, message: string) => void problems.push(`${file}:${line}: ${message}`);
    const id = name.slice(0, -3);
    if (!/^[a-z0-9-]{1,64}$/.test(id)) report(1, 'name the file with a-z, 0-9 and -, at most 64 of them');
    const source = readIntent(id, await readText(file), report);
    for (const { text: question, line } of source.questions) {
      const same = sameness(question);
      const other = asked.get(same);
      if (other) report(line, `"${question}" is asked in ${other} as well; it can belong to one intent only`);
      else asked.set(same, `${name}:${line}`);
    }
    sources.push({ ...source, file });
  }
  return sources;
}

/** Reads `<folder>/<locale>/*.md`. Throws `not-found` where there is no such folder. */
export async function readAnswersFolder(folder: string): Promise<AnswersFolder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new SobaniError('not-found', `${folder}: cannot be read`, { cause });
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const found: AnswersFolder = { locales: [], problems: [] };
  for (const locale of names.sort(compare)) {
    if (!LOCALE.test(locale)) {
      found.problems.push(`${join(folder, locale)}:1: name the folder by its language, such as en or pt-BR`);
      continue;
    }
    const intents = await readLocale(folder, locale, found.problems);
    if (intents.length) found.locales.push([locale, intents]);
  }
  if (!found.locales.length && !found.problems.length) {
    found.problems.push(`${folder}:1: there is no <language>/<intent>.md`);
  }
  return found;
}
