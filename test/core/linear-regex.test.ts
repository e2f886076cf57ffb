import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refuseRegex } from '../../src/core/linear-regex.js';
import { backtrack } from './backtracking.js';

const counts = ['', '', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,3}', '{2,}', '*?', '+?', '??'];
const atoms = ['a', 'a', 'b', '/', '.', '\\w', '[ab]', '[^/]', '[^a]', '\\b', '[^/]+/', '[^a]*a'];
/** Patterns of few characters, so that they often fit, within the subset and beyond it. */
const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.array(tie('piece'), { maxLength: 6 }).map((all) => all.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `${a}|${b}`),
  ),
  piece: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(fc.constantFrom(...atoms), fc.constantFrom(...counts)).map((both) => both.join('')),
    fc.tuple(tie('pattern'), fc.constantFrom('', '', '?', '*', '{2}')).map(([inner, count]) => `(?:${inner})${count}`),
  ),
}));
const whole = fc
  .tuple(fc.constantFrom('', '^'), pattern, fc.constantFrom('', '$', 'b'))
  .map((parts) => parts.join(''))
  .filter((source) => source.length <= 60);

describe('a regular expression in a condition', () => {
  it('is decided in steps that grow no faster than the text, or is refused', () => {
    const loops = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(
        whole,
        fc.constantFrom('a', 'ab', 'a/', '/', 'aab/'),
        fc.constantFrom('', '!', 'b'),
        (source, text, end) => {
          const isRefused = refuseRegex(source) !== undefined;
          if (/[*+]/.test(source)) loops[isRefused ? 'refused' : 'accepted']++;
          if (isRefused) return;
          const steps = (times: number) => backtrack(source, text.repeat(times / text.length) + end).steps;
          expect(steps(800)).toBeLessThanOrEqual(2.5 * steps(400) + 2000);
        },
      ),
      { numRuns: 3000 },
    );
    expect(loops.accepted).toBeGreaterThan(50);
    expect(loops.refused).toBeGreaterThan(100);
  });

  it('would be told from one that takes longer', () => {
    for (const source of ['a+b', '^.*a.*b', '^(a|aa)+b', '[^/]+/']) {
      const steps = (length: number) => backtrack(source, 'a'.repeat(length)).steps;
      const [less, more] = source.includes('|') ? [steps(10), steps(20)] : [steps(400), steps(800)];
      expect(more, source).toBeGreaterThan(3 * less);
      expect(refuseRegex(source), source).toBeDefined();
    }
  });

  it.each([
    '',
    'checkout',
    '^https://shop\\.example/(cart|checkout)(?:\\?|$)',
    '^/products/.*/reviews$',
    '^/[^/]+/orders/[^/]+/items/\\d+$',
    'order-\\d+',
    '\\bORD-[0-9]{6}\\b',
    '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
    'colou?r|gr[ae]y',
    '注文.{0,20}届',
    '^(?:www\\.)?shop',
  ])('may be %s', (source) => {
    expect(refuseRegex(source)).toBeUndefined();
  });

  it.each([
    ['(a', 'Unterminated group'],
    ['a**', 'Nothing to repeat'],
    ['[b-a]', 'out of order'],
    ['a\\', 'at end of pattern'],
    ['(a)\\1', '\\1 at character 4'],
    ['\\k<a>', 'at character 1'],
    ['\\p{L}', 'at character 1'],
    ['a{,2}', 'at character 2'],
    ['(?=a)', 'at character 1'],
    ['a(?!b)', 'at character 2'],
    ['(?<=a)b', 'at character 1'],
    ['(?<a>b)', 'at character 1'],
    ['(a+)+$', ')+ at character 4'],
    ['^(a+)+$', ')+ at character 5'],
    ['(ab){2}', '){2} at character 4'],
    ['\\d+$', 'must begin with ^'],
    ['.*cart', 'must begin with ^'],
    ['^a.*b|c', 'must begin with ^'],
    ['^.*a.*b', 'say how often at most'],
    ['^.*a[^/]+/b', 'say how often at most'],
    ['^[^/]+/?[^/]+/?a', 'say how often at most'],
    ['^[^.]+.[^.]+.a', 'say how often at most'],
    ['a?a?a?a?a?a?a?a?a?a?aaa', 'too many ways'],
    ['\\w{1,40}-\\w{1,40}', 'too many ways'],
    ['a{2000}', 'too many ways'],
    ['a'.repeat(201), '200 characters'],
  ])('may not be %s', (source, why) => {
    expect(refuseRegex(source)).toContain(why);
  });
});
