import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildHelp, compileHelp } from '../../src/cli/build-help.js';
import { parseIndex } from '../../src/help/parse.js';

const FIXTURES = 'test/help/fixtures';
let folder: string;
let out: string;
const printed: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'help-'));
  out = join(folder, 'out');
  printed.length = 0;
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((line: string) => void printed.push(...line.split('\n')));
  }
});
afterEach(() => rm(folder, { recursive: true }));

const article = async (name: string, text: string) => {
  await mkdir(join(folder, 'in/en'), { recursive: true });
  await writeFile(join(folder, 'in/en', name), text);
};
const front = (text: string) => `---\ntitle: T\ndescription: D\n---\n${text}`;

describe('sobani build-help', () => {
  it('writes a manifest and one file for each language, and says how large they are', async () => {
    expect(await buildHelp([FIXTURES, '--out', out])).toBe(0);
    const names = (await readdir(out)).sort();
    expect(names).toEqual(['help.json', expect.stringMatching(/^index-en-/), expect.stringMatching(/^index-ja-/)]);
    expect(JSON.parse(await readFile(join(out, 'help.json'), 'utf8'))).toEqual({
      v: 1,
      locales: { en: names[1], ja: names[2] },
      fallback: 'en',
    });
    expect(printed).toEqual([
      expect.stringMatching(/^en: 3 articles, \d+ bytes \(\d+ brotli\), index-en-/),
      expect.stringMatching(/^ja: 3 articles, \d+ bytes \(\d+ brotli\), index-ja-/),
    ]);
  });

  it('writes the same bytes from the same input', async () => {
    expect(await compileHelp(FIXTURES)).toEqual(await compileHelp(FIXTURES));
  });

  it('leaves one generation of its files, and all that is not its own', async () => {
    await cp(FIXTURES, join(folder, 'in'), { recursive: true });
    const run = () => buildHelp([join(folder, 'in'), '--out', out]);
    await run();
    await writeFile(join(out, 'index-notes.json'), '{}');
    const before = await readdir(out);
    await article('new.md', front('Something new.'));
    await run();
    const after = await readdir(out);
    expect(after).toHaveLength(before.length);
    expect(after).toContain('index-notes.json');
    expect(after.filter((name) => name.startsWith('index-en'))).not.toEqual(
      before.filter((name) => name.startsWith('index-en')),
    );
  });

  it('keeps all that Markdown says', async () => {
    const { files, manifest } = await compileHelp(FIXTURES);
    const [shipping, returns] = parseIndex(JSON.parse(files[manifest.locales.en!]!)).articles;
    expect(returns?.body.slice(0, 4)).toEqual([
      {
        p: [
          'You have ',
          { b: ['30 days'] },
          '. The parcel goes back at ',
          { i: ['our'] },
          ' expense; see ',
          { a: 'article:shipping', in: ['delivery'] },
          '.',
        ],
      },
      { h: 2, in: ['What we need'] },
      { ul: [[{ p: ['The order number'] }], [{ p: ['The item, unused'] }]] },
      {
        table: [
          [['Item'], ['Days']],
          [['Mug'], ['30']],
        ],
      },
    ]);
    expect(shipping?.body.slice(1)).toEqual([
      { img: '/img/parcel.png', alt: 'A parcel on a doorstep' },
      { h: 3, in: ['Abroad'] },
      { ol: [[{ p: ['Europe: four days'] }], [{ p: ['Japan: eight days'] }]] },
      { quote: [{ p: ['Islands take longer.'] }] },
      { hr: 1 },
      { p: [{ code: 'TRACK-1' }, ' is a tracking code.', { br: 1 }, 'Keep it.'] },
    ]);
  });

  it('joins lines of Japanese without a space', async () => {
    const { files, manifest } = await compileHelp(FIXTURES);
    const { articles } = parseIndex(JSON.parse(files[manifest.locales.ja!]!));
    expect(articles.find(({ id }) => id === 'returns')?.body[0]).toMatchObject({
      p: [
        'お届けから30日以内であれば返品できます。送料は当店が負担します。',
        { a: 'article:shipping' },
        'もご覧ください。',
      ],
    });
  });

  it('names every problem with its file and line, and writes nothing', async () => {
    await article(
      'a.md',
      front('One.\n\n# Title\n\n<b>bold</b>\n\n[x](gone.md) [y](javascript:alert(1)) [z](a.md#part)\n'),
    );
    await article('b.md', front('Text ![x](/x.png) text.\n\n![](/x.png)\n\n![x](x.png)\n\n[r]: javascript:x\n[r]\n'));
    await article('c.md', '---\ntitle: T\ntag: x\ntags: x\norder: soon\n---\nText.');
    await article('d.md', '---\ntitle: "T\ndescription: D\n---\nText.');
    await article('e.md', 'Text.');
    await article('F G.md', front('Text.'));
    await article('g.md', front(''));
    await article('h.md', `---\r\ntitle: T\r\ndescription: D\r\n---\r\nOne.\r\n\r\n[x](//other.example)\r\n`);
    expect(await buildHelp([join(folder, 'in'), '--out', out])).toBe(1);
    await expect(readdir(out)).rejects.toThrow();
    const problems = printed.map((line) => line.replace(join(folder, 'in/en/'), ''));
    expect(problems).toEqual([
      'F G.md:1: name the file with a-z, 0-9 and -, at most 64 of them',
      'a.md:7: use ## or ### for headings; the title stands in the front matter',
      'a.md:9: HTML is not allowed; write Markdown',
      'a.md:9: HTML is not allowed; write Markdown',
      'a.md:11: there is no article "gone.md" to link to',
      'a.md:11: link "javascript:alert(1)" is not allowed; use https:, http:, mailto:, tel:, a path from / or other.md',
      'a.md:11: link to the article "a.md", not to a heading in it',
      'b.md:5: an image must be a paragraph of its own, as ![what it shows](/path.png)',
      'b.md:7: say what the image shows, as ![what it shows](/path.png)',
      'b.md:9: image "x.png" is not allowed; use https: or a path from /',
      'b.md:12: link "javascript:x" is not allowed; use https:, http:, mailto:, tel:, a path from / or other.md',
      'c.md:3: unknown field "tag"; there are title, description, tags, order, locale, if, collection, related, pages',
      'c.md:1: description is required: 1 to 500 characters',
      'c.md:4: tags must be a list of words',
      'c.md:5: order must be a number',
      expect.stringMatching(/^d\.md:\d: /),
      'e.md:1: begin with front matter: ---, title: …, description: …, ---',
      'g.md:5: the article is empty',
      'h.md:7: link "//other.example" is not allowed; use https:, http:, mailto:, tel:, a path from / or other.md',
    ]);
  });

  it('reads what belongs to no single article from help.yml, and what an article says of itself', async () => {
    await article('a.md', '---\ntitle: A\ndescription: D\ncollection: orders\nrelated: [b.md]\n---\nText.');
    await article('b.md', '---\ntitle: B\ndescription: D\nlocale: en\nif: { user.plan: pro }\n---\nText.');
    await article('c.md', '---\ntitle: C\ndescription: D\npages: [/cart, /orders/*]\n---\nText.');
    await article('d.md', '---\ntitle: D\ndescription: D\npages: { cart.total.amount: { $gt: 0 } }\n---\nText.');
    await writeFile(join(folder, 'in/b.ja.md'), '---\ntitle: B\ndescription: D\nlocale: ja\n---\nText.');
    await writeFile(
      join(folder, 'in/help.yml'),
      'collections:\n  - id: orders\n    title: { en: Orders, ja: ご注文 }\n  - id: empty\n    title: { en: E }\n' +
        'popular: [a, b]\nsynonyms:\n  en: [[zebra, text]]\n',
    );
    const { files, manifest } = await compileHelp(join(folder, 'in'));
    const en = parseIndex(JSON.parse(files[manifest.locales.en!]!));
    expect(en.articles).toMatchObject([
      { id: 'a', collection: 'orders', related: ['b'] },
      { id: 'b', if: { 'user.plan': 'pro' } },
      { id: 'c', pages: ['/cart', '/orders/*'] },
      { id: 'd', pages: { 'cart.total.amount': { $gt: 0 } } },
    ]);
    expect(en.collections).toEqual([{ id: 'orders', title: 'Orders', description: '' }]);
    expect(en.popular).toEqual(['a', 'b']);
    expect(en.synonyms).toContainEqual([' zebra ', 'text']);
    const ja = parseIndex(JSON.parse(files[manifest.locales.ja!]!));
    expect([ja.articles.map(({ id }) => id), ja.popular, ja.collections]).toEqual([['b'], ['b'], []]);
  });

  it('refuses what leads nowhere there, with file and line', async () => {
    await article(
      'a.md',
      '---\ntitle: A\ndescription: D\ncollection: gone\nrelated: [a, gone]\nlocale: ja\n---\nText.',
    );
    await article('b.md', '---\ntitle: B\ndescription: D\nif: { x: { $is: 1 } }\ncollection: one\n---\nText.');
    await article('c.md', '---\ntitle: C\ndescription: D\npages: [cart, /ok, 5]\n---\nText.');
    await article('d.md', '---\ntitle: D\ndescription: D\npages: { x: { $is: 1 } }\n---\nText.');
    await writeFile(join(folder, 'in/en.md'), front('Text.'));
    await writeFile(join(folder, 'in/b.en.md'), '---\ntitle: B\ndescription: D\nlocale: en\n---\nText.');
    await writeFile(
      join(folder, 'in/help.yml'),
      'collections:\n  - id: one\n    title: { ja: 一 }\n  - id: One\n  - id: one\npopular:\n  - a\n  - gone\n' +
        'synonyms: { en: [[lonely]], xx1: [] }\ncolections: []\n',
    );
    expect(await buildHelp([join(folder, 'in'), '--out', out])).toBe(1);
    expect(printed.map((line) => line.replace(join(folder, 'in/'), ''))).toEqual([
      'en.md:1: say its language, as locale: en, or put it in a folder of that name',
      'en/a.md:6: the folder says en',
      'en/a.md:5: an article is not related to itself',
      'en/a.md:5: there is no article "gone.md" to relate to',
      'en/a.md:4: there is no collection "gone" in help.yml',
      expect.stringMatching(/^en\/b\.md:4: if\.x\.\$is: unknown operator/),
      'en/b.md:1: there is an article "b" in en already',
      'en/c.md:4: "cart" is no path such as /cart or /orders/*',
      'en/c.md:4: 5 is no path such as /cart or /orders/*',
      expect.stringMatching(/^en\/d\.md:4: pages\.x\.\$is: unknown operator/),
      'help.yml:4: a collection needs an id: 1 to 64 of a-z 0-9 -',
      'help.yml:5: there are two collections "one"',
      'help.yml:9: a group of synonyms needs two words or more',
      'help.yml:9: synonyms: "xx1" is no language such as en or pt-BR',
      'help.yml:10: unknown field "colections"; there are collections, popular, synonyms',
      'help.yml:8: there is no article "gone"',
    ]);
  });

  it('measures pictures of the site, and says which are not there', async () => {
    const picture = (name: string, text: string) => writeFile(join(folder, 'site', name), text);
    await mkdir(join(folder, 'site'));
    await picture('a b.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"/>');
    await picture('text.png', 'no picture');
    await article('a.md', front('![x](/a%20b.svg?v=1)\n\n![x](https://x.example/y.png)'));
    const options = { publicFolder: join(folder, 'site') };
    const { files, manifest } = await compileHelp(join(folder, 'in'), options);
    expect(parseIndex(JSON.parse(files[manifest.locales.en!]!)).articles[0]?.body).toEqual([
      { img: '/a%20b.svg?v=1', alt: 'x', w: 30, h: 20 },
      { img: 'https://x.example/y.png', alt: 'x' },
    ]);
    await article(
      'a.md',
      front('![x](/gone.png)\n\n![x](/text.png)\n\n![x](/../in/en/a.md)\n\n![x](/%2e%2e/in/en/a.md)'),
    );
    expect(await buildHelp([join(folder, 'in'), '--out', out, '--public', join(folder, 'site')])).toBe(1);
    const site = join(folder, 'site');
    expect(printed.map((line) => line.replace(join(folder, 'in/en/'), ''))).toEqual([
      `a.md:5: there is no image "/gone.png" in ${site}`,
      'a.md:7: image "/text.png" is no PNG, JPEG, GIF, WebP or SVG with a size',
      `a.md:9: image "/../in/en/a.md" leads out of ${site}`,
      `a.md:11: image "/%2e%2e/in/en/a.md" leads out of ${site}`,
    ]);
  });

  it('says how it is used, and what folder it cannot read', async () => {
    expect(await buildHelp([])).toBe(1);
    expect(await buildHelp(['x', '--to', 'y'])).toBe(1);
    expect(printed.join('\n')).toContain('sobani build-help <folder> --out <dir> [--public <dir>]');
    printed.length = 0;
    expect(await buildHelp([join(folder, 'none'), '--out', out])).toBe(1);
    await mkdir(join(folder, 'empty'));
    expect(await buildHelp([join(folder, 'empty'), '--out', out])).toBe(1);
    expect(printed).toEqual([
      `${join(folder, 'none')}: cannot be read`,
      `${join(folder, 'empty')}:1: there is no <language>/<article>.md`,
    ]);
  });
});
