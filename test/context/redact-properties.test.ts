/** What holds of redaction for any text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSensitive, parsePatterns, redact, redactUrl } from '../../src/context/redact.js';

const patterns = parsePatterns(['ORD-######', '@@##', '(***)']);

/** One of each, as it stands in a text. */
const SAMPLES = [
  '4111 1111 1111 1111',
  '5555555555554444',
  '3782-822463-10005',
  '٤١١١ ١١١١ ١١١١ ١١١١',
  'DE89 3704 0044 0532 0130 00',
  'GB29NWBK60161331926819',
  'ann.lee+shop@mail.example.com',
  '+49 30 1234567',
  '(415) 555-0132',
  '030/1234567',
  '078-05-1123',
  '12345678Z',
  '010594Y9032',
  'AB 12 34 56 C',
  '192.168.10.20',
  '2001:db8::8a2e:370:7334',
  'ghp_0123456789abcdefghij0123456789abcdef',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl',
  'ORD-123456',
];
/** What findings are made of, and what stands beside them: dense in near misses. */
const crumb = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'0123456789 -.:/+()@#[]=&%"\\•_abceXZ٣９'.split('')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...SAMPLES,
      ...[
        'password=',
        'token: ',
        'sid=',
        '"secret":"',
        'Bearer ',
        'eyJ',
        'sk_live_',
        '-----BEGIN PRIVATE KEY-----',
        '%40',
        '::',
        '12:30',
        '01.02.2024',
      ],
      ...['•••• 1234', '[email]', '[secret]', '[id]', '1111', '4111', '030 ', 'DE89 ', '.com', '00', '\0', '\n'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
);
const crumbs = fc.array(crumb, { maxLength: 24 }).map((all) => all.join(''));
const anyText = fc.oneof(
  crumbs,
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ max: 0xffff }).map((c) => String.fromCharCode(c)) }),
);
const numRuns = 2000;

describe('of any text', () => {
  it('findings are in order, within it and apart', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let from = 0;
        for (const { start, end } of findSensitive(text, patterns)) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThan(start);
          from = end;
        }
        expect(from).toBeLessThanOrEqual(text.length);
      }),
      { numRuns },
    );
  });

  it('nothing is left to be found once it is redacted, which changes no more', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = redact(text, patterns);
        expect(findSensitive(once, patterns)).toEqual([]);
        expect(redact(once, patterns)).toBe(once);
      }),
      { numRuns },
    );
  });

  it('what has no finding in it stays as it is, and the rest stays around the masks', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let left = redact(text, patterns);
        let from = 0;
        for (const { start, end } of findSensitive(text, patterns)) {
          expect(left.startsWith(text.slice(from, start))).toBe(true);
          left = left.slice(start - from).replace(/^(?:•••• \d{4}|\[\w+\])/, '');
          from = end;
        }
        expect(left).toBe(text.slice(from));
      }),
      { numRuns },
    );
  });

  it('a URL of it is redacted without a throw, and once is enough', () => {
    fc.assert(
      fc.property(anyText, fc.webUrl({ withQueryParameters: true }), (text, url) => {
        for (const href of [text, `${url}?q=${text}`, `/${text}`]) {
          const once = redactUrl(href, patterns);
          expect(redactUrl(once, patterns)).toBe(once);
        }
      }),
      { numRuns },
    );
  });

  it('none of a known sample survives where what is around does not go on with it', () => {
    const around = fc.string({ unit: fc.constantFrom(...'xyz ,;!?<>äж番\n') });
    fc.assert(
      fc.property(around, fc.constantFrom(...SAMPLES), around, (before, sample, after) => {
        const text = redact(`${before} ${sample} ${after}`, patterns);
        expect(text).not.toContain(sample);
        expect(text).not.toMatch(/\d{5}|@/);
        const query = redactUrl(
          `https://shop.example/?q=${encodeURIComponent(`${before} ${sample}`)}&p=1#${encodeURIComponent(sample)}`,
          patterns,
        );
        expect(decodeURIComponent(query)).not.toContain(sample);
      }),
      { numRuns },
    );
  });

  const corpora = process.env.SOBANI_CORPORA;
  it.skipIf(!corpora)('the naughty strings are redacted once and for all', () => {
    const strings: { text: string }[] = JSON.parse(readFileSync(join(corpora!, 'text--blns.json'), 'utf8'));
    expect(strings.length).toBeGreaterThan(100);
    for (const { text } of strings) {
      const once = redact(text, patterns);
      expect(redact(once, patterns)).toBe(once);
      expect(redactUrl(redactUrl(text))).toBe(redactUrl(text));
    }
  });
});
