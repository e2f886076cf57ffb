/** What importers make: Markdown files with front matter, by their names. */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { SobaniError } from '../core/errors.js';
import { LOCALE } from './artefacts.js';

export interface Imported {
  /** Text by path inside the folder, as `en/returns.md`. */
  files: Map<string, string>;
  /** What was left out or changed: `<where>: <what>`. */
  notes: string[];
}

/** A name for a file: of `a-z 0-9 -`, or empty where a title has none of them. */
export const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-$/, '');

/** A name that was not given away yet. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(name)) return name;
  }
}

/** At most so many characters, ended at a word where there is one. */
export function shorten(text: string, most: number): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length <= most) return plain;
  const cut = plain.slice(0, most - 1);
  return `${cut.replace(/\s+\S*$/, '') || cut}…`;
}

/** Front matter, and the text below it. */
export const withFrontMatter = (fields: Record<string, unknown>, body: string): string =>
  `---\n${stringify(fields, { lineWidth: 0 })}---\n${body.trim()}\n`;

/** A language as folders are named, or undefined where it is none. `en-us` is `en-US`. */
export function folderOf(locale: string): string | undefined {
  const [language = '', ...rest] = locale.trim().replaceAll('_', '-').split('-');
  const name = [language.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join(
    '-',
  );
  return LOCALE.test(name) ? name : undefined;
}

/** Writes all of them. Throws `conflict`, before anything is written, where one is there already. */
export async function writeImported(out: string, { files }: Imported, overwrite: boolean): Promise<void> {
  if (!overwrite) {
    for (const name of files.keys()) {
      const isThere = await access(join(out, name)).then(
        () => true,
        () => false,
      );
      if (isThere) throw new SobaniError('conflict', `${join(out, name)} is there already; --overwrite replaces it`);
    }
  }
  for (const [name, text] of files) {
    await mkdir(dirname(join(out, name)), { recursive: true });
    await writeFile(join(out, name), text);
  }
}
