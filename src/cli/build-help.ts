/** `sobani build-help`: a folder of Markdown to a help centre that the browser can search. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { SobaniError } from '../core/errors.js';
import { parseMarkdown } from '../help/blocks.js';
import { buildIndex } from '../help/build-index.js';
import type { HelpManifest, IndexedArticle } from '../help/format.js';
import { type Report, readSite } from '../help/site.js';
import { compare, fallbackOf, nameOf, readText, writeFiles } from './artefacts.js';
import { measureIn, type Problem, readDrafts } from './help-files.js';

const USAGE = `Usage: sobani build-help <folder> --out <dir> [--public <dir>]

<folder>/<language>/<article>.md, each with front matter: title, description, and if wanted tags, order, collection, related,
pages, locale and if. <folder>/help.yml names collections, what is popular, and synonyms.
--public: the folder that your site serves as /. Pictures with a path are then looked for, and measured.
Writes <dir>/help.json and one index-<language>-<hash>.json for each language.`;

export interface CompiledHelp {
  manifest: HelpManifest;
  /** Text of each file by its name, `help.json` the last. */
  files: Record<string, string>;
  /** Articles by language. */
  counts: Record<string, number>;
}

interface Options {
  /** Folder that the site serves as `/`; without it pictures are not looked for. */
  publicFolder?: string | undefined;
}

/**
 * Compiles `<folder>/<locale>/*.md` and `<folder>/help.yml`. The same input gives the same bytes.
 * @throws SobaniError `invalid` whose message has one line for each problem: `file:line: message`.
 */
export async function compileHelp(folder: string, { publicFolder }: Options = {}): Promise<CompiledHelp> {
  const problems: Problem[] = [];
  const drafts = await readDrafts(folder, problems);
  const siteFile = join(folder, 'help.yml');
  const reportSite: Report = (line, message) => void problems.push({ file: siteFile, line, message });
  const site = readSite(await readText(siteFile).catch(() => ''), reportSite);
  const measure = publicFolder === undefined ? {} : { measure: measureIn(publicFolder) };
  const compiled: CompiledHelp = { manifest: { v: 1, locales: {}, fallback: '' }, files: {}, counts: {} };

  for (const [locale, all] of drafts) {
    const ids = new Set(all.map(({ id }) => id));
    const articles = all.map(({ id, front, report }): Omit<IndexedArticle, 'locale'> => {
      const { title, description, tags, collection, related = [], lines, body, if: condition, pages, lineOf } = front;
      const parsed = parseMarkdown({
        text: body,
        lineOffset: lines,
        hasArticle: (other) => ids.has(other),
        ...measure,
      });
      for (const { line, message } of parsed.problems) report(line, message);
      if (!parsed.blocks.length && !parsed.problems.length) report(lines + 1, 'the article is empty');
      for (const other of related) {
        if (!ids.has(other)) report(lineOf('related'), `there is no article "${other}.md" to relate to`);
        if (other === id) report(lineOf('related'), 'an article is not related to itself');
      }
      if (collection && !site.collections.some((one) => one.id === collection)) {
        report(lineOf('collection'), `there is no collection "${collection}" in help.yml`);
      }
      return {
        id,
        title,
        description,
        tags,
        body: parsed.blocks,
        ...(collection && { collection }),
        ...(related.length && { related }),
        ...(condition && { if: condition }),
        ...(pages && { pages }),
      };
    });
    const collections = site.collections
      .filter(({ id }) => articles.some(({ collection }) => collection === id))
      .map(({ id, title, description, line }) => {
        if (!title[locale]) reportSite(line, `the collection "${id}" has no title in ${locale}`);
        return { id, title: title[locale] ?? '', description: description[locale] ?? '' };
      });
    const popular = site.popular.map(({ id }) => id).filter((id) => ids.has(id));
    const index = buildIndex(articles, { locale, synonyms: site.synonyms[locale] ?? [] });
    const text = JSON.stringify({ v: 1, locale, articles, collections, popular, ...index });
    const name = nameOf('index', locale, text);
    compiled.files[name] = text;
    compiled.manifest.locales[locale] = name;
    compiled.counts[locale] = articles.length;
  }
  for (const { id, line } of site.popular) {
    if (![...drafts.values()].some((all) => all.some((draft) => draft.id === id))) {
      reportSite(line, `there is no article "${id}"`);
    }
  }
  const { locales } = compiled.manifest;
  if (!Object.keys(locales).length && !problems.length) {
    problems.push({ file: folder, line: 1, message: 'there is no <language>/<article>.md' });
  }
  if (problems.length) {
    const sorted = problems.sort((a, b) => compare(a.file, b.file));
    throw new SobaniError('invalid', sorted.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  }
  compiled.manifest.fallback = fallbackOf(locales);
  compiled.files['help.json'] = JSON.stringify(compiled.manifest);
  return compiled;
}

/** The command. Prints what it did, or every problem, and resolves with the exit code. */
export async function buildHelp(argv: string[]): Promise<number> {
  let folder: string | undefined;
  let out: string | undefined;
  let publicFolder: string | undefined;
  try {
    const { positionals, values } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { out: { type: 'string' }, public: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    if (positionals.length === 1) folder = positionals[0];
    out = values.out;
    publicFolder = values.public;
  } catch (thrown) {
    console.error((thrown as Error).message);
  }
  if (!folder || !out) {
    console.error(USAGE);
    return 1;
  }
  try {
    const { manifest, files, counts } = await compileHelp(folder, { publicFolder });
    await writeFiles(out, 'index', files);
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
