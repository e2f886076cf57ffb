/** What the commands that compile a folder have in common: how they read texts, and how they name and write what they make. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder's name that is a language. */
export const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

export const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A text without a byte order mark, its lines ended by \n. */
export const readText = async (file: string) =>
  (await readFile(file, 'utf8')).replace(/^\ufeff/, '').replaceAll('\r\n', '\n');

/** Another name for other content: `index-en-0123456789ab.json`. */
export const nameOf = (kind: string, locale: string, text: string): string =>
  `${kind}-${locale}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;

/** English where there is any, else the first. */
export const fallbackOf = (locales: Record<string, string>): string =>
  Object.hasOwn(locales, 'en') ? 'en' : Object.keys(locales)[0]!;

/** Writes them in their order, and removes what an earlier run has named by `nameOf` and this one did not make. */
export async function writeFiles(out: string, kind: string, files: Record<string, string>): Promise<void> {
  await mkdir(out, { recursive: true });
  const made = new RegExp(`^${kind}-[A-Za-z0-9-]+-[0-9a-f]{12}\\.json$`);
  const earlier = (await readdir(out)).filter((name) => made.test(name) && !Object.hasOwn(files, name));
  // the manifest is the last one written: it never names a file that is not there
  for (const [name, text] of Object.entries(files)) await writeFile(join(out, name), text);
  for (const name of earlier) await rm(join(out, name));
}
