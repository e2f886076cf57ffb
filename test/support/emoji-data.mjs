// Makes the picker's data of emojibase-data: `node test/support/emoji-data.mjs` writes src/ui/emoji/data/. For Arabic, which
// that does not have, it asks the registry for the words of Unicode's CLDR: some 150 MB that nobody else needs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
/** Newer ones are blank boxes on many devices still. */
const NEWEST = 14;
/** Words beside the name. Where the package has them in the order of the alphabet, the best may come late. */
const WORDS = { en: 4, ja: 4 };
const MORE_WORDS = 8;
/** But for Arabic, whose words are not installed. */
export const LOCALES = ['en', 'ja', 'de', 'es', 'fr', 'ko', 'pt', 'zh'];
const CLDR = '48.2.0';
/** Of emojibase, as the picker shows them; skin tones and hair are no emoji of their own. */
const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9];

const read = (locale) => JSON.parse(readFileSync(require.resolve(`emojibase-data/${locale}/data.json`), 'utf8'));
const clean = (word) => word.replace(/[;|\n`\\$]/g, ' ').trim();

/** What `read` gives, for Arabic. */
function readArabic() {
  const folder = mkdtempSync(join(tmpdir(), 'sobani-emoji-'));
  try {
    const words = {};
    for (const [name, root] of [
      ['annotations-derived', 'annotationsDerived'],
      ['annotations', 'annotations'],
    ]) {
      execFileSync('npm', ['pack', '--silent', `cldr-${name}-full@${CLDR}`], { cwd: folder });
      const args = ['-xOf', join(folder, `cldr-${name}-full-${CLDR}.tgz`), `package/${root}/ar/annotations.json`];
      Object.assign(words, JSON.parse(execFileSync('tar', args, { maxBuffer: 2 ** 26 }))[root].annotations);
    }
    return read('en').flatMap(({ emoji, hexcode }) => {
      const found = words[emoji] ?? words[emoji.replaceAll('\ufe0f', '')];
      return found ? [{ hexcode, label: found.tts[0], tags: found.default }] : [];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of a data file: a group a line, `|` between emoji, `;` between its words, which in English follow the emoji. */
export function dataOf(locale) {
  const own = new Map((locale === 'ar' ? readArabic() : read(locale)).map((one) => [one.hexcode, one]));
  const wordsOf = ({ label, tags = [] }) => {
    const name = clean(label);
    const said = new Set(locale === 'ja' ? [] : name.toLowerCase().split(/\s+/));
    const more = tags.map(clean).filter((tag) => tag && tag !== name && !said.has(tag.toLowerCase()));
    return [name, ...[...new Set(more)].slice(0, WORDS[locale] ?? MORE_WORDS)];
  };
  const shown = read('en').filter(({ group, version }) => GROUPS.includes(group) && version <= NEWEST);
  const lines = GROUPS.map((group) =>
    shown
      .filter((one) => one.group === group)
      .sort((a, b) => a.order - b.order)
      .map((one) => [...(locale === 'en' ? [one.emoji] : []), ...wordsOf(own.get(one.hexcode) ?? one)].join(';'))
      .join('|'),
  );
  const source = locale === 'ar' ? `CLDR ${CLDR} (© Unicode, Inc., Unicode-3.0)` : 'emojibase-data (MIT)';
  const about = `/** Emoji and their words, of ${source}, made by test/support/emoji-data.mjs. */`;
  return `${about}\nexport const data =\n  ${JSON.stringify(lines.join('\n')).replace(/'/g, "\\'").replace(/^"|"$/g, "'").replace(/\\"/g, '"')};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const locale of [...LOCALES, 'ar']) {
    writeFileSync(new URL(`../../src/ui/emoji/data/emoji-${locale}.ts`, import.meta.url), dataOf(locale));
  }
}
