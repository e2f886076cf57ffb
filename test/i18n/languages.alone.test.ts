import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en.js';
import type { Plural, Strings } from '../../src/i18n/en-screens.js';
import { languages } from '../../src/i18n/languages.js';
import { english, later } from './english.js';

type Key = keyof Strings;
const keys = Object.keys(english) as Key[];
const holes = (text: string | Plural) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort();
const forms = (text: string | Plural): [form: string, text: string][] =>
  typeof text === 'string' ? [['', text]] : Object.entries(text);

/** Words that the languages share with English, or names. */
const SAME: Record<string, string> = {
  '*': 'channel-whatsapp channel-line kind-whatsapp kind-line reach-whatsapp reach-line',
  de: 'team theBot is-name is-status is-platform is-medium kind-email',
  es: 'total no helpfulNo unticked bot-no',
  fr: 'total messages inTopic kind-email notifications',
  pt: 'total kind-email',
};

/** One of these words, by itself. */
const alone = (words: string) => new RegExp(`(?<!\\p{L})(${words})(?!\\p{L})`, 'iu');

/** Each in a text of its own language says that something is wrong with it. */
const WRONG: Record<string, [what: string, pattern: RegExp][]> = {
  '*': [
    ['an exclamation mark', /[!！¡]/],
    ['an ellipsis of dots', /\.\.\./],
    ['spaces at an end, or two of them', /^\s|\s$|\s\s/],
    ['straight quotation marks', /["'`]/],
  ],
  de: [
    ['another form of address than Sie', alone('du|dein(e[mnrs]?)?|dir|dich')],
    ['English quotation marks', /[‘”]/],
    ['an ellipsis that touches its word', /\S…/],
  ],
  fr: [
    ['another form of address than vous', alone('tu|toi|ton|ta|tes|te')],
    ['a space that may break before a mark', /[^\u202f][?;]|[^\u00a0]:(?!\/\/)| [?;:»]|« /],
  ],
  es: [
    ['another form of address than usted', alone('tú|tus?|te|ti|contigo')],
    ['a question that is not opened', /^[^¿]*\?/],
  ],
  pt: [['another form of address than você', alone('tu|teus?|tuas?|contigo|te')]],
  ja: [['half-width marks', /[?:,](?!\/\/)/]],
  zh: [
    ['another form of address than 您', /你/],
    ['half-width marks', /[?,;!]|:(?!\/\/)/],
    ['traditional characters', /[們這個對話請選擇圖尋後]/],
  ],
  ko: [
    ['full-width marks', /[？：，。！]/],
    ['another style than 해요체', /(습니다|십시오|니까)/],
  ],
  ar: [['Latin marks', /[?,;]/]],
};

/** Marks that a text may hold inside what it quotes as an example. */
const bare = (text: string) => text.replace(/\{\w+\}|https?:\/\/\S+|[\w.]+@[\w.]+/g, 'x');

describe.each(Object.keys(languages))('the texts in %s', (language) => {
  const load = async () => (await languages[language]!()).strings;

  it('are all there, with the same values to put in', async () => {
    const strings = await load();
    expect(Object.keys(strings).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, holes(strings[key])]).toEqual([key, holes(english[key])]);
  });

  it('say the number in every plural form that is not for one number alone', async () => {
    const strings = await load();
    const rules = new Intl.PluralRules(language);
    const numbers = [...Array(200).keys(), 1_000_000];
    for (const key of keys) {
      for (const [form, text] of forms(strings[key])) {
        if (!form || text.includes('{n}')) continue;
        expect([key, form, numbers.filter((n) => rules.select(n) === form).length]).toEqual([key, form, 1]);
      }
    }
  });

  it('have every plural form that the language has', async () => {
    const strings = await load();
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const text of Object.values(strings)) {
      if (typeof text !== 'string') expect(Object.keys(text).sort()).toEqual([...pluralCategories].sort());
    }
  });

  it('are neither empty nor English', async () => {
    const strings = await load();
    const same = `${SAME['*']} ${SAME[language] ?? ''}`.split(' ');
    const found = keys.flatMap((key) => {
      const theirs = new Set(forms(english[key]).map(([, text]) => text));
      return forms(strings[key])
        .filter(([, text]) => !text.trim() || (theirs.has(text) && /\p{L}/u.test(text.replace(/\{\w+\}/g, ''))))
        .map(([, text]) => `${key}: ${text}`);
    });
    expect(found.filter((one) => !same.includes(one.split(':')[0]!))).toEqual([]);
  });

  it('are written as the language is: its marks, one form of address, nothing that shouts', async () => {
    const strings = await load();
    const found = keys.flatMap((key) =>
      forms(strings[key]).flatMap(([, text]) =>
        [...WRONG['*']!, ...(WRONG[language] ?? [])]
          .filter(([, pattern]) => pattern.test(bare(text)))
          .map(([what]) => `${key}: ${what}: ${text}`),
      ),
    );
    expect(found).toEqual([]);
  });

  it('end as the English ones do: sentences with a full stop, labels without', async () => {
    const strings = await load();
    const isSentence = (text: string) => /[.。؟?？:：][)）]?$|…$/.test(text.replace(/\u2069$/, ''));
    const found = keys.filter(
      (key) => isSentence(forms(strings[key]).at(-1)![1]) !== isSentence(forms(english[key]).at(-1)![1]),
    );
    expect(found.map((key) => `${key}: ${JSON.stringify(strings[key])}`)).toEqual([]);
  });
});

it('no text is said twice in the English files', () => {
  const all = [en, ...later].flatMap((file) => Object.keys(file));
  expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
});
