import { describe, expect, it } from 'vitest';
import { pick } from '../../src/core/text.js';

const messages = { en: { hi: 'Hi', only: 'English' }, ja: { hi: 'こんにちは' }, 'pt-BR': { hi: 'Oi' } };

describe('the text for a locale', () => {
  it.each([
    ['a string is for everybody', 'Hi', 'ja', 'Hi'],
    ['its own', { en: 'Hi', ja: 'やあ' }, 'ja', 'やあ'],
    ['that of its language', { en: 'Hi', ja: 'やあ' }, 'ja-JP', 'やあ'],
    ['English where there is none', { en: 'Hi', ja: 'やあ' }, 'de', 'Hi'],
    ['the first where there is no English either', { fr: 'Salut' }, 'de', 'Salut'],
    ['by its key', '@hi', 'ja-JP', 'こんにちは'],
    ['by its key with a region', '@hi', 'pt-BR', 'Oi'],
    ['by its key in English', '@only', 'ja', 'English'],
    ['itself where it only begins like a key', '@hi there', 'en', '@hi there'],
    ['nothing for a key that is nowhere', '@gone', 'ja', ''],
    ['nothing for a key of a prototype', '@constructor', 'en', ''],
  ])('%s', (_what, text, locale, expected) => {
    expect(pick(text, locale, messages)).toBe(expected);
  });
});
