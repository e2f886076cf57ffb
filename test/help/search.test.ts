import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileHelp } from '../../src/cli/build-help.js';
import { SobaniError } from '../../src/core/errors.js';
import { loadHelp } from '../../src/help/load.js';
import { parseIndex, parseManifest } from '../../src/help/parse.js';
import { decode, encode, type Posting } from '../../src/help/postings.js';
import { isTypo } from '../../src/help/search.js';

const open = async (folder: string, locale: string) => {
  const { files } = await compileHelp(folder);
  const fetched: string[] = [];
  const centre = await loadHelp('/help/v1/help.json?v=3', locale, async (url) => {
    fetched.push(url);
    return JSON.parse(files[url.replace('/help/v1/', '').replace('?v=3', '')]!) as unknown;
  });
  return { ...centre, fetched };
};
const fixtures = (locale: string) => open('test/help/fixtures', locale);

describe('a help centre', () => {
  it('finds the article that is meant, in English and Japanese', async () => {
    const en = await fixtures('en-GB');
    const ja = await fixtures('ja-JP');
    const first = (centre: typeof en, query: string) => centre.search(query)[0]?.id;
    expect(first(en, 'how do I send something back?')).toBe('returns');
    expect(first(en, 'REFUNDED')).toBe('returns');
    expect(first(en, 'how long does delivery take')).toBe('shipping');
    expect(first(en, 'forgot my password')).toBe('password');
    expect(first(ja, '商品を返したい')).toBe('returns');
    expect(first(ja, '返金')).toBe('returns');
    expect(first(ja, '海外への送料')).toBe('shipping');
    expect(first(ja, 'ﾊﾟｽﾜｰﾄﾞを忘れた')).toBe('password');
  });

  it('finds while one is still writing', async () => {
    const { search } = await fixtures('en');
    for (const query of ['pas', 'passw', 'new passwo', 'password'])
      expect(search(query)[0]?.id, query).toBe('password');
    expect((await fixtures('ja')).search('返')[0]?.id).toBe('returns');
  });

  it('forgives one wrong letter', async () => {
    const { search } = await fixtures('en');
    for (const query of ['pasword help', 'passwrod help', 'passwordd help', 'pessword help']) {
      expect(search(query)[0]?.id, query).toBe('password');
    }
  });

  it('finds nothing rather than anything', async () => {
    const { search } = await fixtures('en');
    for (const query of ['', '   ', '?!', 'zebra unicorn', 'how do I fly to the moon with a rocket', '月']) {
      expect(search(query), query).toEqual([]);
    }
  });

  it('tells of a hit what a list shows, best first, and no more than asked for', async () => {
    const { search } = await fixtures('en');
    const hits = search('delivery parcel days');
    expect(hits.length).toBeGreaterThan(1);
    expect(hits[0]).toEqual({
      id: 'shipping',
      title: 'Shipping and delivery',
      description: 'What delivery costs and how long a parcel takes.',
      locale: 'en',
      score: expect.any(Number),
      marks: {
        title: [
          [0, 8],
          [13, 21],
        ],
        description: [
          [5, 13],
          [35, 41],
        ],
      },
    });
    expect(hits.map((hit) => hit.score)).toEqual(hits.map((hit) => hit.score).sort((a, b) => b - a));
    expect(search('delivery parcel days', 1)).toHaveLength(1);
  });

  it('lists its articles in their order, and has each', async () => {
    const { list, article } = await fixtures('en');
    expect(list().map(({ id }) => id)).toEqual(['shipping', 'returns', 'password']);
    expect(article('returns')).toMatchObject({
      title: 'Returning an item',
      tags: ['refund', 'exchange'],
      locale: 'en',
    });
    expect(article('toString')).toBeUndefined();
  });

  it('speaks the nearest language, and fetches that file alone', async () => {
    for (const [asked, given] of [
      ['ja', 'ja'],
      ['ja-JP', 'ja'],
      ['EN-us', 'en'],
      ['fr', 'en'],
      ['constructor', 'en'],
    ] as const) {
      const centre = await fixtures(asked);
      expect(centre.locale, asked).toBe(given);
      expect(centre.fetched).toEqual([
        '/help/v1/help.json?v=3',
        expect.stringMatching(new RegExp(`^/help/v1/index-${given}-`)),
      ]);
    }
  });
});

describe('an index', () => {
  it('comes back as it was written', () => {
    const term = fc.stringMatching(/^[a-z返金ー\u{20000}]{1,6}$/u);
    const list = fc
      .uniqueArray(fc.nat(4000), { minLength: 1, maxLength: 20 })
      .chain((articles) =>
        fc.tuple(
          fc.constant(articles.sort((a, b) => a - b)),
          fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 20, maxLength: 20 }),
        ),
      )
      .map(([articles, impacts]): Posting[] => articles.map((article, i) => [article, impacts[i]!]));
    fc.assert(
      fc.property(fc.dictionary(term, list), (entries) => {
        const { terms, postings } = encode(new Map(Object.entries(entries)));
        expect(JSON.stringify(postings)).toHaveLength(postings.length + 2);
        expect(Object.fromEntries(decode(terms, postings))).toEqual({ ...entries });
      }),
    );
  });

  it('that is damaged is read without a throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (terms, postings) => {
        expect(decode(terms, postings)).toBeInstanceOf(Map);
      }),
    );
  });

  it('takes one letter for another, once', () => {
    for (const [a, b] of [
      ['abcd', 'abd'],
      ['abcd', 'abcde'],
      ['abcd', 'abxd'],
      ['abcd', 'acbd'],
    ] as const) {
      expect(isTypo(a, b)).toBe(true);
      expect(isTypo(b, a)).toBe(true);
    }
    for (const [a, b] of [
      ['abcd', 'badc'],
      ['abcd', 'axxd'],
      ['abcd', 'abcdef'],
    ] as const)
      expect(isTypo(a, b)).toBe(false);
  });
});

describe('what is fetched', () => {
  const manifest = { v: 1, locales: { en: 'index-en-0.json' }, fallback: 'en' };
  const index = (body: unknown, more = {}) => ({
    v: 1,
    locale: 'en',
    articles: [{ id: 'a', title: 't', description: 'd', tags: [], body, ...more }],
    terms: '',
    postings: '',
  });

  const manifests: [unknown, string][] = [
    [null, 'help'],
    [{ ...manifest, v: 2 }, 'v'],
    [{ ...manifest, fallback: 'ja' }, 'fallback'],
    [{ ...manifest, fallback: 'toString' }, 'fallback'],
    [{ ...manifest, locales: { en: '../x.json' } }, 'locales.en'],
    [{ ...manifest, locales: { en: 'https://other.example/x.json' } }, 'locales.en'],
    [{ ...manifest, locales: { __proto__x: 'x.json' } }, 'locales.__proto__x'],
  ];
  it.each(manifests)('is refused as a manifest: %j', (json, path) => {
    expect(() => parseManifest(json)).toThrow(expect.objectContaining({ code: 'invalid', path }));
  });

  const deep = (n: number): unknown => (n ? [{ quote: deep(n - 1) }] : []);
  const at = 'articles.0';
  const indexes: [unknown, string][] = [
    [5, 'index'],
    [{ ...index([]), terms: 5 }, 'terms'],
    [{ ...index([]), articles: {} }, 'articles'],
    [index([], { id: '../a' }), `${at}.id`],
    [index([], { title: { b: 1 } }), `${at}.title`],
    [index([], { title: 'x'.repeat(513) }), `${at}.title`],
    [index([], { tags: [1] }), `${at}.tags.0`],
    [index([{ html: '<b>' }]), `${at}.body.0`],
    [index([{ p: [{ type: 'b', props: {} }] }]), `${at}.body.0.p.0`],
    [index([{ p: [5] }]), `${at}.body.0.p.0`],
    [index([{ p: [{ a: 'javascript:alert(1)', in: [] }] }]), `${at}.body.0.p.0.a`],
    [index([{ p: [{ a: ' javascript:alert(1)', in: [] }] }]), `${at}.body.0.p.0.a`],
    [index([{ p: [{ a: 'java\tscript:alert(1)', in: [] }] }]), `${at}.body.0.p.0.a`],
    [index([{ p: [{ a: '//other.example', in: [] }] }]), `${at}.body.0.p.0.a`],
    [index([{ p: [{ a: '/\\other.example', in: [] }] }]), `${at}.body.0.p.0.a`],
    [index([{ img: 'data:image/svg+xml,x', alt: '' }]), `${at}.body.0.img`],
    [index([{ img: '/x.png' }]), `${at}.body.0.alt`],
    [index([{ ol: [[]], start: 1.5 }]), `${at}.body.0.ol.start`.replace('.ol', '')],
    [index([{ table: [['x']] }]), `${at}.body.0.table.0.0`],
    [index(deep(13)), `${at}.body${'.0.quote'.repeat(12)}.0`],
  ];
  it.each(indexes)('is refused as an index: %j', (json, path) => {
    expect(() => parseIndex(json)).toThrow(SobaniError);
    expect(() => parseIndex(json)).toThrow(expect.objectContaining({ code: 'invalid', path }));
  });
});
