import { describe, expect, it } from 'vitest';
import { buildIndex } from '../../src/help/build-index.js';
import { judgeBy } from '../../src/help/conditions.js';
import { loadHelp, type ReadCondition } from '../../src/help/load.js';
import type { Json } from '../../src/types.js';

interface Given {
  locale?: string;
  /** Above the texts of the articles, and of each. */
  more?: object;
  of?: Record<string, object>;
  conditions?: () => Promise<ReadCondition>;
}

/** A help centre of articles by their titles and texts. */
function centre(texts: Record<string, string>, { locale = 'en', more = {}, of = {}, conditions }: Given = {}) {
  const articles = Object.entries(texts).map(([title, text], i) => {
    const id = `a${i}`;
    return { id, title, description: '', tags: [], body: [{ p: [text] }], ...of[id] };
  });
  const index = { v: 1, locale, articles, ...buildIndex(articles, { locale }), ...more };
  const files: Record<string, unknown> = {
    '/help.json': { v: 1, locales: { [locale]: 'i.json' }, fallback: locale },
    '/i.json': index,
  };
  return loadHelp('/help.json', locale, async (url) => files[url], conditions);
}
const ids = (list: { id: string }[] | undefined) => list?.map(({ id }) => id);

describe('a search', () => {
  it.each([
    ['Chinese', 'zh', { 退货政策: '三十天内可以退货', 送货时间: '两天' }, '如何退货', 'a0'],
    ['Korean', 'ko', { 배송비: '무료 배송', '반품 방법': '삼십일 안에' }, '반품하고 싶어요', 'a1'],
    ['Korean, one syllable', 'ko', { 값이: '얼마', 배송비: '무료' }, '값', 'a0'],
    ['Thai', 'th', { การจัดส่ง: 'ฟรี', การคืนสินค้า: 'สามสิบวัน' }, 'อยากคืนสินค้า', 'a1'],
    ['Japanese, half written', 'ja', { パスワードの変更: '手順', 返品: '方法' }, 'パスワ', 'a0'],
    ['Russian, half written', 'ru', { Доставка: 'два дня', Возврат: 'тридцать дней' }, 'возвр', 'a1'],
    ['Russian, mistyped', 'ru', { Доставка: 'два дня', Возврат: 'тридцать дней' }, 'достака', 'a0'],
  ])('finds in %s', async (_, locale, texts, query, id) => {
    expect(ids((await centre(texts as Record<string, string>, { locale })).search(query))?.[0]).toBe(id);
  });

  it('reads a word that the site hardly has as another, and no word that it has often', async () => {
    const { search } = await centre({ 'Using emoji': 'Type a colon.', Tables: 'Rows and cells.' });
    expect(ids(search('smileys'))).toEqual(['a0']);
    const often = await centre({ Remove: 'x', 'Remove a page': 'x', 'Remove all': 'x', 'Remove it': 'x', Delete: 'x' });
    expect(ids(often.search('remove'))).not.toContain('a4');
    expect(ids(often.search('erase'))).toContain('a4');
  });

  it('says which words of a hit were meant', async () => {
    const marked = async (title: string, query: string, locale = 'en') => {
      const [hit] = (await centre({ [title]: 'x', Else: 'y' }, { locale })).search(query);
      return hit?.marks?.title.map(([from, to]) => title.slice(from, to));
    };
    expect(await marked('The Returning of returns', 'how do I return the')).toEqual(['Returning', 'returns']);
    expect(await marked('The password', 'pass')).toEqual(['password']);
    expect(await marked('The password', 'pasword please')).toEqual(['password']);
    expect(await marked('Using emoji', 'smiley')).toEqual(['emoji']);
    expect(await marked('返品と返金の方法', '返品したい', 'ja')).toEqual(['返品']);
    expect(await marked('返品と返金の方法', '返', 'ja')).toEqual(['返', '返']);
    expect(await marked('新しいﾊﾟｽﾜｰﾄﾞです', 'パスワード', 'ja')).toEqual(['ﾊﾟｽﾜｰﾄﾞ']);
    expect(await marked('ＰＩＮの変更', 'pin', 'ja')).toEqual(['ＰＩＮ']);
  });
});

describe('an article with a condition', () => {
  const texts = { 'Invoices for companies': 'x', Refunds: 'y' };
  const of = { a0: { if: { 'user.plan': 'pro' } } };
  const more = { popular: ['a0', 'a1'] };
  const conditionsOn = (data: Json) => async () => judgeBy(() => data);

  it('is in no list while it does not hold, and opens by its address', async () => {
    const data = { user: { plan: 'free' } };
    const help = await centre(texts, { of: { ...of, a1: { related: ['a0'] } }, more, conditions: conditionsOn(data) });
    const lists = () => [help.list(), help.search('invoices'), help.popular?.(), help.related?.('a1')].map(ids);
    expect(lists()).toEqual([['a1'], [], ['a1'], []]);
    expect(help.article('a0')?.title).toBe('Invoices for companies');
    data.user.plan = 'pro';
    expect(lists()).toEqual([['a0', 'a1'], ['a0'], ['a0', 'a1'], ['a0']]);
  });

  it('is in no list where nobody can say, and is refused where it is none', async () => {
    expect(ids((await centre(texts, { of })).list())).toEqual(['a1']);
    const conditions = () => Promise.reject(new Error('offline'));
    expect(ids((await centre(texts, { of, conditions })).list())).toEqual(['a1']);
    const wrong = { of: { a1: { if: { $is: 1 } } }, conditions: conditionsOn({}) };
    await expect(centre(texts, wrong)).rejects.toMatchObject({ code: 'invalid', path: 'articles.1.if.$is' });
  });
});

describe('what authors say of the whole', () => {
  it('are collections, what is read most, and what to read next', async () => {
    const help = await centre(
      { A: 'x', B: 'y', C: 'z' },
      {
        more: { collections: [{ id: 'one', title: 'One', description: '' }], popular: ['a2', 'gone', 'a0'] },
        of: { a1: { collection: 'one', related: ['a2', 'toString'] } },
      },
    );
    expect(help.collections).toEqual([{ id: 'one', title: 'One', description: '' }]);
    expect(help.list().map(({ collection }) => collection)).toEqual(['', 'one', '']);
    expect([ids(help.popular?.()), ids(help.related?.('a1')), ids(help.related?.('gone'))]).toEqual([
      ['a2', 'a0'],
      ['a2'],
      [],
    ]);
  });

  it('may be missing, as in files of earlier versions', async () => {
    const more = { synonyms: undefined, stop: undefined };
    const help = await centre({ A: 'something', B: 'y' }, { more });
    expect([help.collections, help.popular?.(), help.related?.('a0')]).toEqual([[], [], []]);
    expect(ids(help.search('something'))).toEqual(['a0']);
  });

  it.each([
    [{ collections: [{ id: 'x', title: 5, description: '' }] }, 'collections.0.title'],
    [{ popular: [5] }, 'popular.0'],
    [{ synonyms: [['a', 5]] }, 'synonyms.0.1'],
    [{ stop: [] }, 'stop'],
  ])('is refused: %j', async (more, path) => {
    await expect(centre({ A: 'x' }, { more })).rejects.toMatchObject({ code: 'invalid', path });
  });
});
