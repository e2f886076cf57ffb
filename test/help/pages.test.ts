import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOfPage, parsePages } from '../../src/help/pages.js';
import { isPagePattern } from '../../src/help/urls.js';

describe('a pattern of pages', () => {
  it.each([
    ['/cart', '/cart', true],
    ['/cart', '/cart/', true],
    ['/cart/', '/cart', true],
    ['/cart', '/carts', false],
    ['/', '/', true],
    ['/', '/cart', false],
    ['/orders/*', '/orders/A-1042', true],
    ['/orders/*', '/orders', false],
    ['/orders*', '/orders', true],
    ['/*/returns', '/en/returns', true],
    ['/*/returns', '/en/returns/new', false],
    ['/*/p/*-set', '/ja/p/tea-set', true],
    ['/*/p/*-set', '/ja/p/tea', false],
    ['/a*a', '/a', false],
  ])('%s and the path %s: %s', (pattern, path, is) => {
    expect(isOfPage(pattern, path)).toBe(is);
  });

  it('is as the expression that says the same', () => {
    const characters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '.'), maxLength: 12 });
    const paths = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 12 });
    const bare = (text: string) => text.replace(/(.)\/$/, '$1');
    fc.assert(
      fc.property(characters, paths, (end, rest) => {
        const [pattern, path] = [`/${end}`, `/${rest}`];
        const expression = bare(pattern).replace(/\./g, '\\.').replace(/\*/g, '.*');
        expect(isOfPage(pattern, path)).toBe(new RegExp(`^${expression}$`).test(bare(path)));
      }),
    );
  });

  it('is one of several, or a condition in their place, which does not hold where nobody can judge it', () => {
    const is = parsePages(['/cart', '/orders/*'], 'pages', undefined);
    expect(['/cart', '/orders/1', '/'].map(is)).toEqual([true, true, false]);
    const read = (json: unknown, path: string) => () => json === 'a condition' && path === 'pages';
    expect(parsePages('a condition', 'pages', read)('/')).toBe(true);
    expect(parsePages('a condition', 'pages', undefined)('/')).toBe(false);
  });

  it('is refused with its place where it is none', () => {
    const read = () => parsePages(['/cart', 'cart'], 'articles.3.pages', undefined);
    expect(read).toThrow(expect.objectContaining({ code: 'invalid', path: 'articles.3.pages.1' }));
  });

  it.each(['cart', '', '//x.example', '/a b', `/${'a'.repeat(200)}`, '/*/*/*/*/*/*', 5, null])('is not %j', (value) => {
    expect(isPagePattern(value)).toBe(false);
  });
});
