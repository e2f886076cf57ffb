import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePatterns, redactUrl } from '../../src/context/redact.js';

describe('a redacted URL', () => {
  it.each([
    ['path', 'https://shop.example/u/ann@example.com/cart', 'https://shop.example/u/[email]/cart'],
    ['encoded path', '/u/ann%40example.com/cart', '/u/[email]/cart'],
    ['query', 'https://shop.example/?q=ann%40example.com&p=2', 'https://shop.example/?q=[email]&p=2'],
    ['query with pluses for spaces', '/?q=my+4111+1111+1111+1111', '/?q=my+••••%201111'],
    ['query with an IBAN', '/?q=DE89+3704+0044+0532+0130+00', '/?q=[iban]'],
    ['query with a plus that was not encoded', '/?phone=+14155550132', '/?phone=[phone]'],
    ['hash', '/#/reset?token=abc', '/#/reset?token=[secret]'],
    ['address in an address', '/?to=%2Fa%3Ftoken%3Dabc%26x%3D1', '/?to=%2Fa%3Ftoken=[secret]%26x=1'],
    ['secret with what separates', '/?password=a%26b%3D%20c&x=1', '/?password=[secret]&x=1'],
    ['name', '/?ann@example.com=1', '/?[email]=1'],
    ['matrix parameter', '/p;jsessionid=ABC123', '/p;jsessionid=[secret]'],
    ['credentials', 'https://ann:pw@shop.example/a', 'https://shop.example/a'],
    ['mailto', 'mailto:ann@example.com', 'mailto:[email]'],
    ['what cannot be decoded', '/%ff/100%/?q=%zz&e=ann%40example.com%', '/%ff/100%/?q=%zz&e=[email]%25'],
  ])('is masked in its %s', (_, href, wanted) => {
    expect(redactUrl(href)).toBe(wanted);
  });

  it.each(['https://10.0.0.1:8080/a%20b/?q=%C3%A4+b&token=&x#y=1', '', '/', '?', '//', 'about:blank', '/?a=1&&b;=/'])(
    'is as it was where there is nothing: %s',
    (href) => {
      expect(redactUrl(href)).toBe(href);
    },
  );

  it("is masked by the host's own patterns too", () => {
    expect(redactUrl('/orders/ORD%2D123?a=1', parsePatterns(['ORD-###']))).toBe('/orders/[custom]?a=1');
  });

  it('is one still, of the same origin', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string(), (url, text) => {
        const href = new URL(`${url.split(/[?#]/)[0]}/ann@example.com?q=${encodeURIComponent(text)}`).href;
        const { origin, pathname } = new URL(redactUrl(href));
        expect(origin).toBe(new URL(href).origin);
        expect(pathname.split('/')).toHaveLength(new URL(href).pathname.split('/').length);
      }),
    );
  });
});
