/** The confusion tables are printed by `npm run bench:tone`. */
import { describe, expect, it } from 'vitest';
import { toneOf } from '../../src/handoff/tone.js';
import type { Tone } from '../../src/types.js';
import { LINES, type Lines, UNSEEN } from './tone-lines.js';

const TONES: Tone[] = ['angry', 'urgent', 'plain'];

/** How many lines of each tone were taken for which. */
function confusion(title: string, lines: Lines['en']): number[][] {
  const missed: string[] = [];
  const table = TONES.map((tone) => {
    const taken = lines[tone].map((line) => {
      const found = toneOf(line);
      if (found !== tone) missed.push(`${tone} taken for ${found}: ${line}`);
      return found;
    });
    return TONES.map((one) => taken.filter((found) => found === one).length);
  });
  if (process.env.SOBANI_TABLE) {
    const row = (first: string, cells: unknown[]) =>
      first.padEnd(22) + cells.map((cell) => String(cell).padStart(8)).join('');
    const rows = TONES.map((tone, i) => row(tone, table[i]!));
    console.log([row(`${title}, taken for`, TONES), ...rows, '', ...missed].join('\n'));
  }
  return table;
}

describe.each(['en', 'ja'] as const)('the tone of what is written in %s', (language) => {
  const known = confusion(language, LINES[language]);
  const unseen = confusion(`${language}, unseen`, UNSEEN[language]);

  it('is known of nine in ten of the lines that the rules were made with', () => {
    expect(known.flat().reduce((sum, n) => sum + n)).toBe(130);
    expect(known[0]![0]! + known[1]![1]! + known[2]![2]!).toBeGreaterThanOrEqual(117);
  });

  it('is angry or urgent nearly always where it is said to be, and is plain where it is plain', () => {
    const [angry, urgent, plain] = unseen as [number[], number[], number[]];
    expect(plain).toEqual([0, 0, 10]);
    expect(angry[1]! + urgent[0]!).toBeLessThanOrEqual(1);
    expect(angry[0]! + urgent[1]!).toBeGreaterThanOrEqual(5);
  });
});

describe('the tone', () => {
  it.each([
    ['I AM NOT ANGRY, JUST TELL ME', 'plain'],
    ['Ｔｈｉｓ ｉｓ ｕｒｇｅｎｔ', 'urgent'],
    ['I can’t wait', 'urgent'],
    ['This is urgent, and a disgrace', 'angry'],
    ['お届けが遅れても大丈夫です', 'plain'],
    ['これは返せますか', 'plain'],
    ['Thank you again!!', 'plain'],
    ['', 'plain'],
    ['🙂', 'plain'],
  ])('of %j is %s', (text, expected) => {
    expect(toneOf(text)).toBe(expected);
  });

  it('of a very long text is known at once', () => {
    expect(toneOf('never '.repeat(2_000))).toBe('angry');
    expect(toneOf('not a '.repeat(2_000))).toBe('plain');
    expect(toneOf('急'.repeat(10_000))).toBe('plain');
  });
});
