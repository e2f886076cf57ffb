import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { find, wordsOf } from '../../src/ui/conversations/find.js';

const look = (text: string, query: string) => find({}, text, wordsOf(query));
const marked = (text: string, query: string) => {
  const found = look(text, query);
  return found?.marks.map(([from, to]) => found.text.slice(from, to));
};

describe('a search in messages', () => {
  it.each([
    ['Is the café chair in stock?', 'cafe', ['café']],
    ['Is the CAFE\u0301 open?', 'café', ['CAFE\u0301']],
    ['ＫＹＵＳＵ and kyusu', 'kyusu', ['ＫＹＵＳＵ', 'kyusu']],
    ['ｶﾞﾗｽの急須', 'ガラス', ['ｶﾞﾗｽ']],
    ['one two three', 'three one', ['one', 'three']],
    ['aaaa', 'aa a', ['aaaa']],
    ['The 🫖 pot', 'pot', ['pot']],
    ['nothing of it', 'it missing', undefined],
    ['カラス', 'ガラス', undefined],
    ['anything', '   ', undefined],
  ])('in “%s” for “%s” sets off %j', (text, query, expected) => {
    expect(marked(text, query)).toEqual(expected);
  });

  it('shows the piece where the first of them is', () => {
    const found = look(`${'so '.repeat(60)}the kettle ${'and '.repeat(100)}`, 'kettle')!;
    expect(found.text).toMatch(/^….{20,30}kettle/);
    expect(found.text.length).toBeLessThan(200);
  });

  const letter = fc.constantFrom(...'aAe\u0301é ßカガｶﾞ🫖\ud83d\n');
  const text = fc.array(letter, { maxLength: 80 }).map((all) => all.join(''));
  const words = fc.array(letter, { maxLength: 4 }).map((all) => all.join(''));

  it('sets off nothing but what is there, in order and apart, whatever the text', () => {
    fc.assert(
      fc.property(text, words, (before, query) => {
        const found = look(before + query, query);
        if (!found) return;
        let end = 0;
        for (const [from, to] of found.marks) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeGreaterThan(from);
          end = to;
        }
        expect(end).toBeLessThanOrEqual(found.text.length);
        const isBroken = (it: string) => /\p{Surrogate}/u.test(it);
        if (!isBroken(before + query)) expect(isBroken(found.text)).toBe(false);
      }),
    );
  });

  it('does not look anew at what it knows, and does at what has changed', () => {
    const message = {};
    expect(find(message, 'first', ['first'])).toBeDefined();
    expect(find(message, 'second', ['first'])).toBeUndefined();
    expect(find(message, 'second', ['second'])).toBeDefined();
  });
});
