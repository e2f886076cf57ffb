// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { has, localeOf, parseOptions, used } from '../../src/core/options.js';
import type { Options } from '../../src/types.js';

const right: { [K in keyof Options]?: unknown[] } = {
  app: ['shop', 'A_b-9', 'x'.repeat(64)],
  accent: ['#abc', '#A1b2C3'],
  theme: ['light', 'dark', 'auto', 'inherit'],
  font: ['inherit', "'Inter', sans-serif"],
  locale: ['en', 'ja', 'fil', 'zh-Hant-TW', 'pt-BR'],
  side: ['start', 'end'],
  zIndex: [0, 5, -1, 2147483000],
  offsetX: [0, 24, 999],
  offsetY: [0, 24, 999],
  followDialogs: [true, false],
  launcher: [true, false],
  prefetch: ['intent', 'idle'],
  storage: ['persistent', 'session', 'none'],
  urlHash: [true, false],
  textSize: [80, 100, 125, 200],
  modules: ['help', ['chat', 'bot'], 'help, bot'],
  attention: ['', 'title', ['title', 'sound'], 'title sound, notifications'],
};
const wrong: { [K in keyof Options]?: unknown[] } = {
  app: ['', 'my shop', 'shop/1', 'x'.repeat(65), 'shop\n'],
  accent: ['red', '#ab', '#abcd', '#ggg', 'url(#abc)', '#abc;x:y'],
  theme: ['Light', 'blue', true],
  font: ['', 'a;b', 'url(x)', 'x'.repeat(201)],
  offsetX: [-1, 1000, '20px', 1.5],
  offsetY: ['', null],
  followDialogs: ['yes'],
  locale: ['', 'e', 'english', 'en_GB', 'en-', '../en'],
  side: ['left', 0],
  zIndex: ['top', 1.5, '1e3', Number.NaN, Number.POSITIVE_INFINITY, '007', ''],
  launcher: ['yes', 1, ''],
  prefetch: ['always'],
  storage: ['local', null],
  urlHash: ['no', 0],
  textSize: [79, 201, '12px', 100.5, 1000],
  modules: ['', 'desk', ['help', 'x']],
  attention: ['favicon', 'titles'],
};
const cases = (table: typeof right) => Object.entries(table).flatMap(([key, values]) => values.map((v) => [key, v]));

describe('options', () => {
  it.each(cases(right))('%s may be %j', (key, value) => {
    expect(parseOptions({ [key as string]: value })).toEqual({ [key as string]: value });
  });

  it.each(cases(wrong))('%s may not be %j, and the error names it', (key, value) => {
    const parse = () => parseOptions({ [key as string]: value });
    expect(parse).toThrow(expect.objectContaining({ name: 'SobaniError', code: 'invalid', path: key }));
    expect(parse).toThrow(key as string);
  });

  it('understands the words of attributes', () => {
    const attributes = { launcher: 'false', urlHash: 'true', zIndex: '12', urlParams: 'q,page' } as never;
    expect(parseOptions(attributes)).toEqual({ launcher: false, urlHash: true, zIndex: 12, urlParams: 'q,page' });
  });

  it('leaves what was given alone, and what is not set unset', () => {
    const given = Object.freeze({ app: 'shop', launcher: 'false' as never });
    expect(parseOptions(given)).toEqual({ app: 'shop', launcher: false });
    expect(parseOptions({})).toEqual({});
  });
});

describe('the locale', () => {
  afterEach(() => document.documentElement.removeAttribute('lang'));

  it('is the option, else the page, else the browser', () => {
    expect(localeOf({})).toBe(navigator.language);
    document.documentElement.lang = 'ja';
    expect(localeOf({})).toBe('ja');
    expect(localeOf({ locale: 'de' })).toBe('de');
  });
});

describe('modules', () => {
  const all = {
    ...{ app: 'shop', relay: '/sobani', help: '/help.json', flows: '/flows.json', answers: '/answers.json' },
    hours: '/hours.json',
    channels: { phone: '+81312345678' },
  };
  const left = (modules?: string | string[]) => Object.keys(used({ ...all, ...(modules && { modules }) })).sort();

  it.each([
    [undefined, 'answers app channels flows help hours relay'],
    ['chat', 'app channels hours modules relay'],
    ['help', 'app channels help modules'],
    ['bot', 'answers app channels flows modules relay'],
    [['help', 'chat'], 'app channels help hours modules relay'],
    ['chat, help, bot', 'answers app channels flows help hours modules relay'],
  ])('%j leave %s of the options', (modules, expected) => {
    expect(left(modules)).toEqual(expected.split(' '));
  });

  it('are all there where none is named', () => {
    expect([
      has(all, 'chat'),
      has({ ...all, modules: 'help' }, 'chat'),
      has({ ...all, modules: 'help' }, 'chat|help'),
    ]).toEqual([true, false, true]);
  });
});
