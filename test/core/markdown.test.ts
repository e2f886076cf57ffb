import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { bare } from '../../src/core/bare.js';
import { type Block, blocks, flat, linesOf, type Span, spans } from '../../src/core/markdown.js';

const BASE = 'https://shop.example/cart';
const read = (text: string): Block[] => blocks(linesOf(text)).map(({ block }) => block);
/** In a shape that can be read: `<strong>a</strong>`. */
const html = (of: Span[]): string =>
  of
    .map((one) => {
      if (typeof one === 'string') return one;
      return 'url' in one ? `<a ${one.url.href}>${html(one.in)}</a>` : `<${one.tag}>${html(one.in)}</${one.tag}>`;
    })
    .join('');
const line = (text: string) => html(spans(text, false, BASE));
const open = (text: string) => html(spans(text, true, BASE));

const allSpans = (of: Block[]): Span[] =>
  of.flatMap((block) => {
    if (block.type === 'code') return [block.text];
    if (block.type === 'quote') return allSpans(block.in);
    return block.type === 'list' ? block.items.flatMap(allSpans) : spans(block.text, false, BASE);
  });
const urls = (of: Span[]): URL[] =>
  of.flatMap((one) => (typeof one === 'string' ? [] : [...('url' in one ? [one.url] : []), ...urls(one.in)]));

describe('what stands out in a line', () => {
  test.each([
    ['**bold** and *slanted*', '<strong>bold</strong> and <em>slanted</em>'],
    ['__bold__ and _slanted_', '<strong>bold</strong> and <em>slanted</em>'],
    ['***both***', '<em><strong>both</strong></em>'],
    ['**bold *and* slanted**', '<strong>bold <em>and</em> slanted</strong>'],
    ['~~gone~~ ~not~', '<s>gone</s> ~not~'],
    ['`a * b *` and ``a ` b``', '<code>a * b *</code> and <code>a ` b</code>'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['snake_case_name and __init__.py', 'snake_case_name and <strong>init</strong>.py'],
    ['**「漢字」**は強調です', '<strong>「漢字」</strong>は強調です'],
    ['an unended **mark and `tick', 'an unended **mark and `tick'],
    ['\\*not slanted\\* \\d', '*not slanted* \\d'],
    ['**a *b** c*', '<strong>a *b</strong> c*'],
    ['first\nsecond', 'first\nsecond'],
    [
      'https://x.example/a_b_c and **https://x.example/**',
      'https://x.example/a_b_c and <strong>https://x.example/</strong>',
    ],
  ])('%j', (text, expected) => expect(line(text)).toBe(expected));
});

describe('a link', () => {
  test.each([
    ['[orders](/orders)', '<a https://shop.example/orders>orders</a>'],
    ['[**x** y](https://a.example/b_(c) "title")', '<a https://a.example/b_(c)><strong>x</strong> y</a>'],
    ['![a kettle](https://a.example/k.png)', '<a https://a.example/k.png>a kettle</a>'],
    [
      '[mail](mailto:a@b.example) [call](tel:+81312345678)',
      '<a mailto:a@b.example>mail</a> <a tel:+81312345678>call</a>',
    ],
    ['[no](javascript:alert(1)) [no](data:text/html,x)', '[no](javascript:alert(1)) [no](data:text/html,x)'],
    ['[no](https://user:pass@a.example)', '[no](https://user:pass@a.example)'],
    ['[a [b](https://c.example) d](https://e.example)', '[a <a https://c.example/>b</a> d](https://e.example)'],
    ['array[0] and [1] (see there)', 'array[0] and [1] (see there)'],
    ['[](https://a.example)', '[](https://a.example)'],
  ])('%j', (text, expected) => expect(line(text)).toBe(expected));
});

describe('blocks', () => {
  it('are paragraphs, headings, lists within lists, quotes and code', () => {
    const text = [
      '# How to *return*',
      'Two steps:',
      '1. Open your orders',
      '   - the last one',
      '   - or another',
      '',
      '2. Choose Return',
      '',
      '> Keep the box',
      '> **until** it fits',
      '```js',
      'a **b**',
      '',
      '  c',
      '```',
      'The end',
    ].join('\n');
    expect(read(text)).toEqual([
      { type: 'heading', text: 'How to *return*' },
      { type: 'text', text: 'Two steps:' },
      {
        type: 'list',
        start: 1,
        items: [
          [
            { type: 'text', text: 'Open your orders' },
            {
              type: 'list',
              items: [[{ type: 'text', text: 'the last one' }], [{ type: 'text', text: 'or another' }]],
            },
          ],
          [{ type: 'text', text: 'Choose Return' }],
        ],
      },
      { type: 'quote', in: [{ type: 'text', text: 'Keep the box\n**until** it fits' }] },
      { type: 'code', text: 'a **b**\n\n  c' },
      { type: 'text', text: 'The end' },
    ]);
  });

  test.each([
    ['It was in\n2019. Or later.', 'a year that begins a line'],
    ['-5 degrees', 'a minus'],
    ['#1 of them', 'a number sign'],
    ['a\n-', 'a lone dash under words'],
  ])('%j is one paragraph: %s makes no block', (text) => expect(read(text)).toEqual([{ type: 'text', text }]));

  it('keep the number that a list begins with, and siblings that are all set in', () => {
    expect(read('3. c\n4. d')).toMatchObject([{ start: 3, items: [{}, {}] }]);
    expect(read('  - a\n  - b\n    - c')).toMatchObject([{ items: [[{}], [{}, { type: 'list' }]] }]);
  });
});

test('in a line of words there are no marks', () => {
  expect(bare('# **Hello**\n- one\n- [two](https://a.example)\n\n`three`')).toBe('Hello\n- one\n- two\n\nthree');
  expect(bare('2 * 3 and snake_case [x]')).toBe('2 * 3 and snake_case [x]');
});

describe('a text that is still being said', () => {
  test.each([
    ['It is **very', 'It is <strong>very</strong>'],
    ['It is **', 'It is '],
    ['It is **very*', 'It is <strong>very</strong>'],
    ['use `npm ru', 'use <code>npm ru</code>'],
    ['use `', 'use '],
    ['see [our si', 'see our si'],
    ['see [our sizes](https://shop.ex', 'see our sizes'],
    ['*a **b', '<em>a <strong>b</strong></em>'],
    ['~~gone~', '<s>gone</s>'],
  ])('%j shows no half of a mark', (text, expected) => expect(open(text)).toBe(expected));

  const STORY = 'Hi **Aiko**, see [sizes](/s) and `code`.\n\n- *one*\n- ~~two~~\n\n```\nlet **x**\n```\n\nThe **end**.';

  it('never shows a mark of one that is whole at last', () => {
    for (let end = 1; end <= STORY.length; end++) {
      const cuts = blocks(linesOf(STORY.slice(0, end)));
      for (const { block } of cuts) {
        if (block.type === 'text') expect(open(block.text), STORY.slice(0, end)).not.toMatch(/\*\*|~~|\]\(|`\w/);
      }
    }
  });
});

/** Pieces that mean something, in any order. */
const marked = fc
  .array(
    fc.constantFrom(
      ...['*', '**', '_', '~~', '`', '```', '[', ']', '](', ')', '(https://a.example)', '(javascript:x)', '\\', '!'],
      ...['\n', '\n\n', '- ', '1. ', '> ', '# ', '    ', 'a', 'b c', ' ', 'https://a.example/', '漢', '"', '<b>', '\t'],
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe('whatever is written', () => {
  it('loses nothing but marks, and leads nowhere but to the web, mail and telephone', () => {
    fc.assert(
      fc.property(marked, (text) => {
        const said = flat(allSpans(read(text)));
        let at = 0;
        for (const char of said) {
          at = linesOf(text).join('\n').indexOf(char, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at++;
        }
        // letters are no marks
        const letters = (of: string) => of.replace(/\(https:\/\/a\.example\)|[^b-c漢]/g, '');
        const lost = letters(text).length - letters(said).length;
        expect(lost).toBeLessThanOrEqual((text.match(/(```|~~~)[^\n]*/g) ?? []).join('').length);
        for (const url of urls(allSpans(read(text)))) expect(url.protocol).toBe('https:');
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps what is settled while more is said', () => {
    fc.assert(
      fc.property(marked, marked, (text, more) => {
        // a line has its meaning when it has ended
        const before = read(`${text}\n`);
        const after = read(`${text}\n${more}`);
        expect(after.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read in time that grows with it, not faster', () => {
    const n = 20_000;
    const bad = [
      '*a ',
      '**a',
      '*a_b~~c',
      '[',
      '[a](',
      '](',
      '![',
      '`a``b',
      '\\',
      '> ',
      '- ',
      '  - a\n',
      '> - ',
      '_a*',
      '~~',
    ];
    for (const piece of [...bad, ...bad.map((one) => `${one}\n`), '`'.repeat(7), 'https://', '```\n', '(', '[a](b(']) {
      const text = piece.repeat(Math.ceil(n / piece.length));
      expect(bare(text).length).toBeGreaterThan(-1);
      for (const isOpen of [false, true])
        expect(flat(allSpans(read(text))).length + spans(text, isOpen).length).toBeGreaterThan(-1);
    }
    const deep = Array.from({ length: 500 }, (_, i) => `${' '.repeat(2 * i)}- a`).join('\n');
    expect(flat(allSpans(read(deep)))).toContain('a');
  }, 120_000);
});

const corpora = process.env.SOBANI_CORPORA;
const load = (file: string): Record<string, string>[] =>
  corpora ? JSON.parse(readFileSync(join(corpora, file), 'utf8')) : [];

describe.skipIf(!corpora)('of the corpora', () => {
  const texts = [
    ...['commonmark--spec-0.31.2.json', 'markdown--markdown-it-fixtures.json'].flatMap(load).map((it) => it.markdown!),
    ...['xss--dompurify-expect.json', 'xss--payloadsallthethings.json'].flatMap(load).map((it) => it.payload!),
    ...load('text--blns.json').map((it) => it.text!),
    ...load('url--wpt-urltestdata.json').map((it) => `[x](${it.input})`),
  ];

  it('every text is read, and none makes a link that could do harm', () => {
    expect(texts.length).toBeGreaterThan(1_500);
    let count = 0;
    for (const text of texts) {
      for (const payload of [text, `[x](${text})`, `**${text}`, `- > ${text}`]) {
        for (const url of urls(allSpans(read(payload)))) {
          count++;
          expect(['http:', 'https:', 'mailto:', 'tel:'], payload).toContain(url.protocol);
          expect(url.username + url.password, payload).toBe('');
        }
      }
    }
    // it does make links
    expect(count).toBeGreaterThan(100);
  });

  it('emphasis, code and links are those of CommonMark where they are plain', () => {
    const plain = load('commonmark--spec-0.31.2.json').filter(({ section, markdown, html: want }) => {
      const isOurs = /^(Emphasis|Code spans|Links|Backslash)/.test(section!);
      return isOurs && !/[<&!]/.test(markdown!) && /^<p>[^\n]*<\/p>\n$/.test(want!) && !/<(img|br)/.test(want!);
    });
    const same = plain.filter(({ markdown, html: want }) => {
      const ours = line(markdown!.trim()).replace(/<a ([^>]*)>/g, '<a href="$1">');
      const theirs = want!
        .replace(/^<p>|<\/p>\n$/g, '')
        .replace(/ title="[^"]*"/g, '')
        .replace(/href="(\/[^"]*)"/g, (_, path) => `href="https://shop.example${path}"`)
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&');
      return ours === theirs;
    });
    expect(plain.length).toBeGreaterThan(100);
    // the rest is what chat does without: references, addresses without a host, marks beside punctuation
    expect(same.length / plain.length).toBeGreaterThan(0.5);
  });
});
