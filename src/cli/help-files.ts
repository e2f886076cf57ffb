/** The files that `sobani build-help` reads. */
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { SobaniError } from '../core/errors.js';
import { type FrontMatter, readFrontMatter } from '../help/front-matter.js';
import { type ImageSize, imageSize } from '../help/image-size.js';
import type { Report } from '../help/site.js';
import { compare, LOCALE, readText } from './artefacts.js';

/** What was wrong, and where. */
export interface Problem {
  file: string;
  line: number;
  message: string;
}

/** An article's file, read as far as its front matter. */
export interface Draft {
  id: string;
  locale: string;
  front: FrontMatter;
  report: Report;
}

/** How large a picture of the site is, or what is wrong with it. */
export function measureIn(folder: string): (path: string) => ImageSize | string {
  return (url) => {
    const path = url.replace(/[?#].*/, '');
    try {
      const file = resolve(folder, `.${decodeURIComponent(path)}`);
      if (!file.startsWith(resolve(folder) + sep)) return `image "${url}" leads out of ${folder}`;
      return imageSize(readFileSync(file)) ?? `image "${url}" is no PNG, JPEG, GIF, WebP or SVG with a size`;
    } catch {
      return `there is no image "${path}" in ${folder}`;
    }
  };
}

/** All articles' files by language, in their order of browsing. */
export async function readDrafts(folder: string, problems: Problem[]): Promise<Map<string, Draft[]>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new SobaniError('not-found', `${folder}: cannot be read`, { cause });
  });
  const drafts = new Map<string, Draft[]>();
  const isArticle = (name: string) => name.endsWith('.md');

  async function add(file: string, inFolder: string): Promise<void> {
    const report: Report = (line, message) => void problems.push({ file, line, message });
    const front = readFrontMatter(await readText(file), report);
    const locale = inFolder || front.locale || '';
    if (!LOCALE.test(locale)) {
      if (!inFolder)
        report(front.lineOf('locale'), 'say its language, as locale: en, or put it in a folder of that name');
      return;
    }
    if (front.locale && front.locale !== locale) report(front.lineOf('locale'), `the folder says ${locale}`);
    const name = basename(file, '.md');
    const id = inFolder || !name.endsWith(`.${locale}`) ? name : name.slice(0, -locale.length - 1);
    if (!/^[a-z0-9-]{1,64}$/.test(id)) report(1, 'name the file with a-z, 0-9 and -, at most 64 of them');
    const all = drafts.get(locale) ?? [];
    if (all.some((other) => other.id === id)) report(1, `there is an article "${id}" in ${locale} already`);
    else drafts.set(locale, [...all, { id, locale, front, report }]);
  }

  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    const path = join(folder, entry.name);
    if (entry.isFile() && isArticle(entry.name)) await add(path, '');
    if (!entry.isDirectory()) continue;
    if (!LOCALE.test(entry.name)) {
      problems.push({ file: path, line: 1, message: 'name the folder by its language, such as en or pt-BR' });
      continue;
    }
    for (const name of (await readdir(path)).filter(isArticle).sort(compare)) await add(join(path, name), entry.name);
  }
  for (const all of drafts.values()) {
    all.sort((a, b) => (a.front.order === b.front.order ? compare(a.id, b.id) : a.front.order - b.front.order));
  }
  return new Map([...drafts].sort(([a], [b]) => compare(a, b)));
}
