import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSensitive, parsePatterns, redact } from '../../src/context/redact.js';

const masked: [what: string, text: string, redacted: string][] = [
  ['a card by its last four digits', 'Card 4111 1111 1111 1111 please', 'Card •••• 1111 please'],
  ['one with dashes', '5500-0000-0000-0004.', '•••• 0004.'],
  ['one of fifteen digits', 'amex 3782 822463 10005', 'amex •••• 0005'],
  ['one of fourteen', '30569309025904', '•••• 5904'],
  ['one that begins with four digits', '30951234567897', '•••• 7897'],
  ['one of nineteen', '6212345678900000003', '•••• 0003'],
  ['one with its date and code after it', '4111111111111111 12/27 123', '•••• 1111 12/27 123'],
  ['one in full width', '卡号４１１１１１１１１１１１１１１１。', '卡号•••• 1111。'],
  ['one in Arabic digits', '٤١١١ ١١١١ ١١١١ ١١١١', '•••• 1111'],
  ['one with spaces that do not break', '4111\xa01111\xa01111\xa01111', '•••• 1111'],
  ['several, comma by comma', '4111111111111111,5500000000000004', '•••• 1111,•••• 0004'],
  ['an IBAN', 'DE89 3704 0044 0532 0130 00 bitte', '[iban] bitte'],
  ['an IBAN as a telephone writes it', 'Gb29nwbk60161331926819', '[iban]'],
  ['an address', 'Write to ann.lee+shop@mail.example.com!', 'Write to [email]!'],
  ['an address with letters of its own', 'jürgen@müller.de', '[email]'],
  ['an encoded address', 'GET /?to=ann%40example.com', 'GET /?to=[email]'],
  ['an international number', 'Ruf +49 (0) 30 1234567 an', 'Ruf [phone] an'],
  ['a number with a trunk prefix', '030/1234567 oder 0171 2345678', '[phone] oder [phone]'],
  ['two numbers with a stroke between', '030 1234567/0171 2345678', '[phone]/[phone]'],
  ['a number with its area in brackets', '(11) 98456-5666 or (415) 555-0132', '[phone] or [phone]'],
  ['a number of North America', '1-800-555-0132, 415.555.0132', '[phone], [phone]'],
  ['a number of three groups', '612 345 678', '[phone]'],
  ['a number of four groups', '612 34 56 78', '[phone]'],
  ['a number of India', '98765 43210', '[phone]'],
  ['a number of China', '138 1234 5678', '[phone]'],
  ['US social security', 'SSN 078-05-1123.', 'SSN [id].'],
  ['US taxpayer', '911-70-1234', '[id]'],
  ['UK national insurance', 'AB 12 34 56 C', '[id]'],
  ['Italy', 'RSSMRA85T10A562S', '[id]'],
  ['Brazil', '529.982.247-25', '[id]'],
  ['Thailand', '1-2345-67890-12-1', '[id]'],
  ['Korea', '960121-1234567', '[id]'],
  ['China', '11010519491231002X', '[id]'],
  ['France', '2 55 08 14 168 025 38', '[id]'],
  ['Spain', '12345678Z, X9613851N', '[id], [id]'],
  ['Finland', '010594Y9032', '[id]'],
  ['Sweden', '871220-2384, 198712202384', '[id], [id]'],
  ['Poland', '44051401458, 02210312342', '[id], [id]'],
  ['Turkey', '36493665440', '[id]'],
  ['South Africa', '9202201234088', '[id]'],
  ['IP', 'from 192.168.10.20: refused', 'from [ip]: refused'],
  ['IPv6', '[2001:db8::8a2e:370:7334]:443', '[[ip]]:443'],
  ['IPv6 in full', '684D:1111:222:3333:4444:5555:6:77', '[ip]'],
  ['IPv6 that ends as IPv4', '0:0:0:0:0:FFFF:129.144.52.38', '[ip]'],
  ['a bearer', 'Authorization: Bearer abc123def456==', 'Authorization: Bearer [secret]'],
  ['a signed token', 'see eyJhbGciOiJI.eyJzdWIiOiJh.c2lnbmF0 there', 'see [secret] there'],
  ['an encrypted token', 'see eyJhbGciOiJI.abcd.efgh.ijkl.mnop there', 'see [secret] there'],
  ['a known kind of key', 'key ghp_0123456789abcdefghij==, sk-0123456789abcdefghij', 'key [secret], [secret]'],
  ['a key of a cloud', 'AKIAIOSFODNN7EXAMPLE', '[secret]'],
  ['a private key', 'a\n-----BEGIN RSA PRIVATE KEY-----\nx+/=\n-----END RSA PRIVATE KEY-----\nb', 'a\n[secret]\nb'],
  ['a private key that was cut off', '-----BEGIN PRIVATE KEY-----\nabc', '[secret]'],
  ['the value of a name in a query', '?a=1&access_token=abc&b=2', '?a=1&access_token=[secret]&b=2'],
  [
    'values of short names',
    'pwd=abc&pass=abc&auth=abc&sid=abc',
    'pwd=[secret]&pass=[secret]&auth=[secret]&sid=[secret]',
  ],
  ['codes', 'otp=123 cvv=123 cvc=123', 'otp=[secret] cvv=[secret] cvc=[secret]'],
  ['signatures', '?X-Signature=abc&sig=abc', '?X-Signature=[secret]&sig=[secret]'],
  ['the value in a cookie', 'JSESSIONID=A1B2C3; path=/', 'JSESSIONID=[secret]; path=/'],
  ['the value in JSON', '{"password":"correct horse","a":1}', '{"password":"[secret]","a":1}'],
  ['the value in JSON in JSON', '{\\"api_key\\":\\"abc\\"}', '{\\"api_key\\":\\"[secret]\\"}'],
  ['the value in a form', 'user[password]=hunter', 'user[password]=[secret]'],
  ['the value after a colon', 'My password: hunter2', 'My password: [secret]'],
];

const left: [what: string, text: string][] = [
  ['a number that fails Luhn', 'Order 4111 1111 1111 1112'],
  ['a number that no issuer has', '1234567812345670'],
  ['a barcode', '4006381333931'],
  ['the decimals of a number', '0.4111111111111111'],
  ['a longer number', '41111111111111111111111 62123456789012345676'],
  ['a number in a word', 'a4111111111111111b'],
  ['an IBAN with a digit wrong', 'DE88 3704 0044 0532 0130 00'],
  ['an IBAN too short', 'DE89 3704 0044 0532 0130'],
  ['a picture for fine screens', 'logo@2x.png'],
  ['a package', 'lodash@4.17.21'],
  ['a date', '2024-05-17, 17.05.2024, 05/17/2024, 01.02.2024 12:30, 2024/05/06 12345, 05/06/2024 12345'],
  ['a time', '12:30:45'],
  ['a price', '1.234.567,89 € or $1,234.00'],
  ['an order number', '#0123-456789, ORD-415-555-0132, 100-2345678-9012345'],
  ['plain digits', '4155550132 and 01701234567'],
  ['few digits', '030 12345'],
  ['what goes on after a number', '415-555-0132-77'],
  ['groups of four', '0123 4567 8901 2345'],
  ['a version', 'v1.2.3.4 and 1.2.3 and Chrome/130.0.0.0'],
  ['a number of five parts', '1.2.3.4.5'],
  ['a part over 255', '256.1.1.1'],
  ['a hardware address', 'aa:bb:cc:dd:ee:ff'],
  ['a scope in code', 'std::fee and A::B and ::1 and dead::beef'],
  ['part of what is no IPv6', 'fe80::12text, 2001::25de::cade, text2001:db8::1, 12345:db8::1'],
  ['a word that begins as a key', 'akiabcdefghijklmnopqrstuvwxyz'],
  ['prose', 'Forgot your password: click here. Basic information. The session expired.'],
  ['a social security number never issued', '000-12-3456, 666-12-3456, 123-00-4567, 123-45-0000'],
  ['an id with its letter wrong', '12345678A, X9613851Q, 010594Y9033'],
  ['an id with a digit wrong', '871220-2385, 44051401459, 36493665441, 110105194912310021'],
  ['an id of no possible day', '44059912343, 44130112347'],
  ['an id never issued', 'BG 12 36 12 A, AO123456C'],
  ['the number of an order of these years', '24051712349, 202405171238'],
];

describe('redaction', () => {
  it.each(masked)('masks %s', (_, text, wanted) => {
    expect(redact(text)).toBe(wanted);
  });

  it.each(left)('leaves %s', (_, text) => {
    expect(findSensitive(text)).toEqual([]);
    expect(redact(text)).toBe(text);
  });

  it('tells what is where, in order, the surest kind first', () => {
    expect(findSensitive('ann@example.com, 10.1.2.3 oder 4111111111111111')).toEqual([
      { kind: 'email', start: 0, end: 15 },
      { kind: 'ip', start: 17, end: 25 },
      { kind: 'card', start: 31, end: 47 },
    ]);
    expect(redact('token=ann@example.com')).toBe('token=[secret]');
  });

  it('takes no mask for the name of a secret, and no such name for a mask', () => {
    expect(redact('[secret] [email] •••• 1111')).toBe('[secret] [email] •••• 1111');
    expect(redact('client[secret]=abc')).toBe('client[secret]=[secret]');
    for (const key of ['ghp_0123456789abcdefghij', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----']) {
      expect(redact(redact(`${key}=abc`))).toBe('[secret]abc');
    }
  });
});

describe("the host's own patterns", () => {
  it.each([
    ['a digit for #', 'ORD-######', 'see ord-123456!', 'see [custom]!'],
    ['a letter for @', '@@-##', 'AB-12 A1-12', '[custom] A1-12'],
    ['either for *', '***/', 'a1B/ _1B/', '[custom] _1B/'],
    ['anything else for itself', 'a.b(c)[d]+$', 'a.b(c)[d]+$ axb(c)[d]+$', '[custom] axb(c)[d]+$'],
    ['nothing longer', '####-#', '12345-6 1234-56 1234-5', '12345-6 1234-56 [custom]'],
    ['digits of other scripts', 'No ###', 'No ١٢٣', '[custom]'],
  ])('have %s', (_, template, text, wanted) => {
    expect(redact(text, parsePatterns([template]))).toBe(wanted);
  });

  it('leave the text to the built-in kinds first', () => {
    expect(redact('4111 1111 1111 1111 and 2024', parsePatterns(['####']))).toBe('•••• 1111 and [custom]');
  });

  it.each<[string, unknown, string]>([
    ['no list', 'ORD-###', 'patterns'],
    ['nothing', undefined, 'patterns'],
    ['too many', Array(21).fill('ORD-###'), 'patterns'],
    ['no text', ['ORD-###', /x/], 'patterns[1]'],
    ['too short a one', ['##'], 'patterns[0]'],
    ['too long a one', ['#'.repeat(65)], 'patterns[0]'],
  ])('are refused with the path: %s', (_, given, path) => {
    expect(() => parsePatterns(given)).toThrow(expect.objectContaining({ name: 'SobaniError', code: 'invalid', path }));
  });

  it('may be any text, which finds itself', () => {
    const template = fc
      .string({ unit: 'grapheme', minLength: 3, maxLength: 20 })
      .filter((text) => text.length < 64 && !/[#@*\s[•\uff00-\uff5e]|^\W|\W$/.test(text));
    fc.assert(
      fc.property(template, (text) => {
        expect(findSensitive(`. ${text} .`, parsePatterns([text])).length).toBeGreaterThan(0);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 3, maxLength: 30 }), (text) => void parsePatterns([text])),
    );
  });
});
