import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import type { FormField } from '../../src/types.js';
import { checkField, type Entry } from '../../src/ui/parts/check-field.js';

const field = (type: FormField['type'], more: Partial<FormField> = {}): FormField => ({
  name: 'it',
  label: 'It',
  type,
  ...more,
});
const options = ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() }));

describe('a field of a form takes', () => {
  it.each<[FormField['type'], Entry, unknown, Partial<FormField>?]>([
    ['text', '  two words ', 'two words'],
    ['text', '１２', '１２'],
    ['email', ' aiko@example.com', 'aiko@example.com'],
    ['email', 'ａｉｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'aiko@example.com'],
    ['phone', '+81 (90) 1234-5678', '+81 (90) 1234-5678'],
    ['phone', '０３−１２３４−５６７８', '03−1234−5678'],
    ['number', '1,5', 1.5],
    ['number', '-3', -3],
    ['number', '１０', 10],
    ['url', 'example.com/a', 'example.com/a'],
    ['url', 'https://例え.jp', 'https://例え.jp'],
    ['date', '2028-02-29', '2028-02-29'],
    ['select', 'b', 'b', { options }],
    ['multiselect', ['c', 'a', 'x'], ['a', 'c'], { options }],
    ['checkbox', true, true],
    ['checkbox', undefined, false],
  ])('%s: %j', (type, entry, value, more) => {
    expect(checkField(field(type, more), entry)).toEqual({ value });
  });
});

describe('a field of a form says what to mend of', () => {
  it.each<[FormField['type'], Entry, object, Partial<FormField>?]>([
    ['text', '  ', { mend: 'mend-blank' }, { required: true }],
    ['text', 'ab', { mend: 'mend-short', n: 3 }, { min: 3 }],
    ['text', 'abcd', { mend: 'mend-long', n: 3 }, { max: 3 }],
    ['text', 'x'.repeat(LIMITS.formValue + 1), { mend: 'mend-long', n: LIMITS.formValue }, { max: 1e6 }],
    ['email', 'aiko@example', { mend: 'mend-email' }],
    ['email', 'a b@example.com', { mend: 'mend-email' }],
    ['email', 'aiko@example.com,ben@example.com', { mend: 'mend-email' }],
    ['phone', '12', { mend: 'mend-phone' }],
    ['phone', 'call me', { mend: 'mend-phone' }],
    ['number', '1.2.3', { mend: 'mend-number' }],
    ['number', '1e3', { mend: 'mend-number' }],
    ['number', '1', { mend: 'mend-least', n: 2 }, { min: 2 }],
    ['number', '4', { mend: 'mend-most', n: 3 }, { max: 3 }],
    ['url', 'javascript:alert(1)', { mend: 'mend-url' }],
    ['url', 'localhost', { mend: 'mend-url' }],
    ['url', 'https://me@example.com', { mend: 'mend-url' }],
    ['date', '2027-02-29', { mend: 'mend-date' }],
    ['date', 'tomorrow', { mend: 'mend-date' }],
    ['select', '', { mend: 'mend-choice' }, { options, required: true }],
    ['select', 'x', { mend: 'mend-choice' }, { options }],
    ['multiselect', [], { mend: 'mend-few', n: 1 }, { options, required: true }],
    ['multiselect', ['a', 'b'], { mend: 'mend-many', n: 1 }, { options, max: 1 }],
    ['checkbox', false, { mend: 'mend-tick' }, { required: true }],
  ])('%s: %j', (type, entry, judged, more) => {
    expect(checkField(field(type, more), entry)).toEqual(judged);
  });
});

it.each<FormField['type']>(['text', 'email', 'phone', 'number', 'url', 'date', 'select', 'multiselect'])(
  'what is left out of %s is no answer where it may be',
  (type) => {
    expect(checkField(field(type, { options }), undefined)).toEqual({});
    expect(checkField(field(type, { options }), type === 'multiselect' ? [] : '')).toEqual({});
  },
);

it('whatever was put in is a value that may be sent, something to mend, or nothing', () => {
  const types = ['text', 'email', 'phone', 'number', 'url', 'date', 'select', 'multiselect', 'checkbox'] as const;
  const entries = fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.array(fc.string()), fc.constant(undefined));
  fc.assert(
    fc.property(fc.constantFrom(...types), entries, fc.boolean(), (type, entry, required) => {
      const { value, mend } = checkField(field(type, { options, required }), entry as Entry);
      if (mend) expect(value).toBeUndefined();
      else if (required) expect(value).toBeDefined();
      if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(LIMITS.formValue);
      if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
    }),
  );
});
