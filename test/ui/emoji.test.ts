import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { data as arabic } from '../../src/ui/emoji/data/emoji-ar.js';
import { data as german } from '../../src/ui/emoji/data/emoji-de.js';
import { data as spanish } from '../../src/ui/emoji/data/emoji-es.js';
import { data as french } from '../../src/ui/emoji/data/emoji-fr.js';
import { data as japanese } from '../../src/ui/emoji/data/emoji-ja.js';
import { data as korean } from '../../src/ui/emoji/data/emoji-ko.js';
import { data as portuguese } from '../../src/ui/emoji/data/emoji-pt.js';
import { data as chinese } from '../../src/ui/emoji/data/emoji-zh.js';
import { emojiOf, findEmoji } from '../../src/ui/emoji/emoji.js';
import { dataOf, LOCALES } from '../support/emoji-data.mjs';

const find = (query: string, words?: string) => findEmoji(emojiOf(words), query).map(({ char }) => char);

test.each(LOCALES)('the data of %s is what the script makes of the package', (locale) => {
  const file = readFileSync(new URL(`../../src/ui/emoji/data/emoji-${locale}.ts`, import.meta.url), 'utf8');
  expect(file).toBe(dataOf(locale));
});

describe('emoji', () => {
  it('are in nine groups, each with a name in every language', () => {
    const english = emojiOf();
    expect(english).toHaveLength(9);
    expect(english.flat().length).toBeGreaterThan(1_500);
    for (const words of [arabic, german, spanish, french, japanese, korean, portuguese, chinese]) {
      const both = emojiOf(words);
      expect(both.map((group) => group.map(({ char }) => char))).toEqual(
        english.map((group) => group.map(({ char }) => char)),
      );
      expect(both.flat().filter(({ name }) => !name)).toEqual([]);
      const own = english.flat();
      expect(both.flat().filter(({ words: all }, i) => !all.endsWith(own[i]!.words))).toEqual([]);
    }
    expect(new Set(english.flat().map(({ char }) => char)).size).toBe(english.flat().length);
  });

  it('are found by how their words begin, those that are called so first', () => {
    expect(find('red heart')[0]).toBe('❤️');
    expect(find('PIZZ')).toEqual(['🍕']);
    expect(find('cat face').slice(0, 1)).toEqual(['🐱']);
    expect(find('laugh')).toContain('🤣');
    expect(find('izza')).toEqual([]);
    expect(find('  ')).toHaveLength(emojiOf().flat().length);
  });

  it.each([
    ['ar', arabic, 'قلب أحمر', '❤️'],
    ['ar', arabic, 'قلب احمر', '❤️'],
    ['de', german, 'lachen', '😂'],
    ['de', german, 'Herz', '❤️'],
    ['es', spanish, 'corazón rojo', '❤️'],
    ['es', spanish, 'corazon', '❤️'],
    ['fr', french, 'coeur', '❤️'],
    ['fr', french, 'fête', '🎉'],
    ['pt', portuguese, 'coracao vermelho', '❤️'],
    ['ko', korean, '하트', '❤️'],
    ['ko', korean, '초밥', '🍣'],
    ['zh', chinese, '笑脸', '😀'],
  ])('are found in %s by %3$s', (_language, words, query, char) => {
    expect(find(query, words)).toContain(char);
  });

  it('are found in Japanese, and in English there as well', () => {
    expect(find('寿司', japanese)).toContain('🍣');
    expect(find('ハート', japanese)).toContain('❤️');
    expect(find('sushi', japanese)).toContain('🍣');
    expect(find('寿司')).toEqual([]);
  });
});
