import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { data as japanese } from '../../src/ui/emoji/data/emoji-ja.js';
import { emojiOf, findEmoji } from '../../src/ui/emoji/emoji.js';
import { dataOf } from '../support/emoji-data.mjs';

const find = (query: string, words?: string) => findEmoji(emojiOf(words), query).map(({ char }) => char);

test.each(['en', 'ja'])('the data of %s is what the script makes of the package', (locale) => {
  const file = readFileSync(new URL(`../../src/ui/emoji/data/emoji-${locale}.ts`, import.meta.url), 'utf8');
  expect(file).toBe(dataOf(locale));
});

describe('emoji', () => {
  it('are in nine groups, each with a name in both languages', () => {
    const english = emojiOf();
    expect(english).toHaveLength(9);
    expect(english.flat().length).toBeGreaterThan(1_500);
    const both = emojiOf(japanese);
    for (const [i, group] of both.entries()) {
      expect(group.map(({ char }) => char)).toEqual(english[i]!.map(({ char }) => char));
      for (const [j, one] of group.entries()) {
        expect(one.name).not.toBe('');
        expect(one.words, one.char).toContain(english[i]![j]!.name.toLowerCase());
      }
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

  it('are found in Japanese, and in English there as well', () => {
    expect(find('寿司', japanese)).toContain('🍣');
    expect(find('ハート', japanese)).toContain('❤️');
    expect(find('sushi', japanese)).toContain('🍣');
    expect(find('寿司')).toEqual([]);
  });
});
