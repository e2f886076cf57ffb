// Makes the picker's data of emojibase-data: `node test/support/emoji-data.mjs` writes src/ui/emoji/data/.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
/** Newer ones are blank boxes on many devices still. */
const NEWEST = 14;
/** Words beside the name. Where the package has them in the order of the alphabet, the best may come late. */
const WORDS = { en: 4, ja: 4 };
const MORE_WORDS = 8;
export const LOCALES = ['en', 'ja', 'de', 'es', 'fr', 'ko', 'pt', 'zh'];
/** Of emojibase, as the picker shows them; skin tones and hair are no emoji of their own. */
const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9];

const read = (locale) => JSON.parse(readFileSync(require.resolve(`emojibase-data/${locale}/data.json`), 'utf8'));
const clean = (word) => word.replace(/[;|\n`\\$]/g, ' ').trim();

/** The text of a data file: a group a line, `|` between emoji, `;` between its words, which in English follow the emoji. */
export function dataOf(locale) {
  const own = new Map(read(locale).map((one) => [one.hexcode, one]));
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
  const about = `/** Emoji and their words, of emojibase-data (MIT), made by test/support/emoji-data.mjs. */`;
  return `${about}\nexport const data =\n  ${JSON.stringify(lines.join('\n')).replace(/'/g, "\\'").replace(/^"|"$/g, "'").replace(/\\"/g, '"')};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const locale of LOCALES) {
    writeFileSync(new URL(`../../src/ui/emoji/data/emoji-${locale}.ts`, import.meta.url), dataOf(locale));
  }
}
