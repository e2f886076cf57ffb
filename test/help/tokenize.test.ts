import { describe, expect, it } from 'vitest';
import { stem } from '../../src/help/tokenize.js';
import { tokenize as cut } from '../../src/help/words.js';

/** Without the places. */
const tokenize = (text: string) => cut(text).map(([token, weight]) => [token, weight]);
const words = (text: string) => cut(text).map(([token]) => token);

describe('a text is cut', () => {
  it('into stemmed words, where words are written apart', () => {
    expect(words('Deleting the Cafés, can’t wait')).toEqual(['delet', 'the', 'caf', 'cant', 'wait']);
    expect(tokenize('the refund')).toEqual([
      ['the', 0.15],
      ['refund', 1],
    ]);
  });

  it('by script, where they are not', () => {
    expect(tokenize('返金')).toEqual([
      ['返金', 1],
      ['返', 0.5],
      ['金', 0.5],
    ]);
    expect(tokenize('メール')).toEqual([
      ['メール', 1],
      ['メー', 0.4],
      ['ール', 0.4],
    ]);
    expect(tokenize('を送る')).toEqual([
      ['を', 0.2],
      ['を送', 0.4],
      ['送', 0.5],
      ['送る', 0.4],
      ['る', 0.2],
    ]);
    expect(words('iPhoneの箱')).toEqual(['iphon', 'の', 'の箱', '箱']);
  });

  it('into pairs in Korean and Thai, so that something is found', () => {
    expect(words('배송비')).toEqual(['배송', '송비']);
    expect(words('จัดส่ง').length).toBeGreaterThan(2);
    expect(words('доставка')).toEqual(['доставка']);
  });

  it('alike in any width and case', () => {
    expect(words('ＰＩＮ １２ ﾒｰﾙ')).toEqual(words('pin 12 メール'));
  });

  it('with the forms of an English word as one', () => {
    for (const [one, other] of [
      ['return', 'returns'],
      ['return', 'returning'],
      ['deliver', 'delivered'],
      ['delivery', 'deliveries'],
      ['box', 'boxes'],
      ['cancel', 'cancelled'],
      ['change', 'changing'],
      ['ship', 'shipping'],
      ['refund', 'refunded'],
    ] as const) {
      expect(stem(one), `${one} ${other}`).toBe(stem(other));
    }
    for (const word of ['bus', 'class', 'sing', 'red', 'gas']) expect(stem(word)).toBe(word);
  });

  it('whatever it is', () => {
    expect(words('')).toEqual([]);
    expect(words('… 👍 ---')).toEqual([]);
    expect(words('\u{20000}\u{20001}')).toContain('\u{20000}\u{20001}');
  });
});
