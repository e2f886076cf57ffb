/** `sobani build-help`: a folder of Markdown to a help centre that the browser can search. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { SobaniError } from '../core/errors.js';
import type { Article } from '../core/ports.js';
import { parseMarkdown } from '../help/blocks.js';
import { buildIndex } from '../help/build-index.js';
import type { HelpManifest } from '../help/format.js';
import { readFrontMatter } from '../help/front-matter.js';

const USAGE = `Usage: sobani build-help <folder> --out <dir>

<folder>/<language>/<article>.md, each with front matter: title, description, and if wanted tags and order.
Writes <dir>/help.json and one index-<language>-<hash>.json for each language.`;

const INDEX_FILE = /^index-[A-Za-z0-9-]+-[0-9a-f]{12}\.json$/;

export interface CompiledHelp {
  manifest: HelpManifest;
  /** Text of each file by its name, `help.json` the last. */
  files: Record<string, string>;
  /** Articles by language. */
  counts: Record<string, number>;
}

interface Draft extends Article {
  order: number;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

async function readLocale(folder: string, locale: string, problems: string[]): Promise<Draft[]> {
  const names = (await readdir(join(folder, locale))).filter((name) => name.endsWith('.md')).sort(compare);
  const ids = new Set(names.map((name) => name.slice(0, -3)));
  const drafts: Draft[] = [];
  for (const id of ids) {
    const file = join(folder, locale, `${id}.md`);
    const report = (line: number, message: string) => void problems.push(`${file}:${line}: ${message}`);
    if (!/^[a-z0-9-]{1,64}$/.test(id)) report(1, 'name the file with a-z, 0-9 and -, at most 64 of them');
    const source = (await readFile(file, 'utf8')).replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
    const { lines, body, ...front } = readFrontMatter(source, report);
    const parsed = parseMarkdown({ text: body, lineOffset: lines, hasArticle: (other) => ids.has(other) });
    for (const { line, message } of parsed.problems) report(line, message);
    if (!parsed.blocks.length && !parsed.problems.length) report(lines + 1, 'the article is empty');
    drafts.push({ id, locale, ...front, body: parsed.blocks });
  }
  return drafts.sort((a, b) => (a.order === b.order ? compare(a.id, b.id) : a.order - b.order));
}

/**
 * Compiles `<folder>/<locale>/*.md`. The same input gives the same bytes.
 * @throws SobaniError `invalid` whose message has one line for each problem: `file:line: message`.
 */
export async function compileHelp(folder: string): Promise<CompiledHelp> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new SobaniError('not-found', `${folder}: cannot be read`, { cause });
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const problems: string[] = [];
  const compiled: CompiledHelp = { manifest: { v: 1, locales: {}, fallback: '' }, files: {}, counts: {} };
  for (const locale of names.sort(compare)) {
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale)) {
      problems.push(`${join(folder, locale)}:1: name the folder by its language, such as en or pt-BR`);
      continue;
    }
    const drafts = await readLocale(folder, locale, problems);
    if (!drafts.length) continue;
    const articles = drafts.map(({ id, title, description, tags, body }) => ({ id, title, description, tags, body }));
    const text = JSON.stringify({ v: 1, locale, articles, ...buildIndex(articles) });
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
    const name = `index-${locale}-${hash}.json`;
    compiled.files[name] = text;
    compiled.manifest.locales[locale] = name;
    compiled.counts[locale] = articles.length;
  }
  const locales = Object.keys(compiled.manifest.locales);
  if (!locales.length && !problems.length) problems.push(`${folder}:1: there is no <language>/<article>.md`);
  if (problems.length) throw new SobaniError('invalid', problems.join('\n'));
  compiled.manifest.fallback = locales.includes('en') ? 'en' : locales[0]!;
  compiled.files['help.json'] = JSON.stringify(compiled.manifest);
  return compiled;
}

/** The command. Prints what it did, or every problem, and resolves with the exit code. */
export async function buildHelp(argv: string[]): Promise<number> {
  let folder: string | undefined;
  let out: string | undefined;
  try {
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { out: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
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
    const { manifest, files, counts } = await compileHelp(folder);
    await mkdir(out, { recursive: true });
    const earlier = (await readdir(out)).filter((name) => INDEX_FILE.test(name) && !Object.hasOwn(files, name));
    // the manifest is the last one written: it never names a file that is not there
    for (const [name, text] of Object.entries(files)) await writeFile(join(out, name), text);
    for (const name of earlier) await rm(join(out, name));
    for (const [locale, name] of Object.entries(manifest.locales)) {
      const bytes = Buffer.byteLength(files[name]!);
      const packed = brotliCompressSync(files[name]!).length;
      console.log(`${locale}: ${counts[locale]} articles, ${bytes} bytes (${packed} brotli), ${name}`);
    }
    return 0;
  } catch (thrown) {
    console.error((thrown as Error).message);
    return 1;
  }
}
