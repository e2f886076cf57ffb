import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { parseRules } from '../../src/proactive/parse.js';

const teaser = { teaser: { text: 'Hello' } };
const rule = { id: 'hello', when: { on: 'page' }, show: teaser };
const withRule = (more: object) => ({ v: 1, rules: [{ ...rule, ...more }] });
const withShow = (show: unknown) => withRule({ show });
const withWhen = (when: unknown) => withRule({ when });
const withNews = (more: object) => ({ v: 1, rules: [], news: [{ id: 'n', title: 'New', ...more }] });

const refusal = (json: unknown) => {
  try {
    parseRules(json);
  } catch (error) {
    expect(error).toBeInstanceOf(SobaniError);
    return error as SobaniError;
  }
  throw new Error('it was taken');
};

describe('a rules file', () => {
  it('of the demo shop is one', () => {
    const demo = JSON.parse(readFileSync(new URL('../../demo/messenger/rules.json', import.meta.url), 'utf8'));
    const read = parseRules(demo);
    expect(read).toEqual(demo);
    expect(read.rules).toHaveLength(4);
  });

  it('is as the documentation shows it', () => {
    const page = readFileSync(new URL('../../docs/proactive.md', import.meta.url), 'utf8');
    const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, example]) => example!.trim());
    expect(examples.length).toBeGreaterThan(3);
    for (const example of examples) {
      if (example.startsWith('{ "v"')) parseRules(JSON.parse(example));
      else if (example.startsWith('{ "id"')) parseRules({ v: 1, rules: [JSON.parse(example)] });
      else parseRules({ v: 1, rules: [], ...JSON.parse(`{${example}}`) });
    }
  });

  it('may have every field that there is', () => {
    const whole = {
      $schema: 'rules.schema.json',
      v: 1,
      messages: { en: { hi: 'Hi {{user.name|there}}' }, ja: { hi: 'こんにちは' } },
      limits: { minutes: 10, visit: 5 },
      rules: [
        { ...rule, if: { 'cart.total.amount': { $gte: 5000 } }, hours: { team: 'sales', state: 'open' } },
        { ...rule, id: 'b', every: 24, most: 3, until: 'engaged', priority: -1, ignoreLimits: true },
        { ...rule, id: 'c', show: { message: { text: '@hi', article: 'returns', flow: 'tour' } } },
        { ...rule, id: 'd', show: { banner: { text: '@hi', place: 'bottom', action: { label: 'Go', flow: 'tour' } } } },
        { ...rule, id: 'e', show: { flow: 'tour' }, when: { on: 'scroll', depth: 0.5 } },
        { ...rule, id: 'f', show: { survey: 'nps' }, when: { on: 'idle', seconds: 30 } },
        { ...rule, id: 'g', show: { article: 'returns' }, when: { on: 'frustration', signal: ['error'] } },
        {
          id: 'h',
          when: { on: 'exit' },
          split: {
            name: 'tone',
            ways: [
              { weight: 1, name: 'a', show: teaser },
              { weight: 1, show: null },
            ],
          },
        },
        {
          ...rule,
          id: 'i',
          show: {
            hint: {
              at: '#card',
              text: { en: 'Look', ja: 'こちら' },
              title: 'Card',
              action: { label: 'Help', search: 'card' },
              placement: 'start',
            },
          },
        },
        { ...rule, id: 'j', show: { teaser: { text: 'Hi', avatar: '/me.png', action: { article: 'returns' } } } },
      ],
      surveys: [{ id: 'nps', kind: 'nps' }],
      news: [
        {
          id: 'n',
          title: '@hi',
          text: 'New',
          image: { url: 'https://shop.example/a.png', alt: 'A' },
          action: { flow: 'tour' },
          if: { segments: { $in: ['vip'] } },
          from: '2026-01-01',
          to: '2026-12-31',
        },
      ],
    };
    expect(parseRules(whole)).toEqual(whole);
  });

  it.each([
    ['no object', null, ''],
    ['another version', { v: 2, rules: [] }, 'v'],
    ['no rules', { v: 1 }, 'rules'],
    ['an unknown field', { v: 1, rules: [], rule: [] }, 'rule'],
    ['an unknown field of a rule', withRule({ wehn: 1 }), 'rules.0.wehn'],
    ['an id that is none', withRule({ id: 'a b' }), 'rules.0.id'],
    ['an id that reaches a prototype', withRule({ id: '__proto__' }), 'rules.0.id'],
    ['two of one id', { v: 1, rules: [rule, rule] }, 'rules.1.id'],
    ['an unknown moment', withWhen({ on: 'hover' }), 'rules.0.when.on'],
    ['a moment with a field of another', withWhen({ on: 'page', seconds: 3 }), 'rules.0.when.seconds'],
    ['a depth over 1', withWhen({ on: 'scroll', depth: 50 }), 'rules.0.when.depth'],
    ['a sign of trouble that is none', withWhen({ on: 'frustration', signal: 'sigh' }), 'rules.0.when.signal'],
    ['no time', withWhen({ on: 'time', seconds: 0 }), 'rules.0.when.seconds'],
    ['an unknown operator', withRule({ if: { a: { $near: 1 } } }), 'rules.0.if.a.$near'],
    ['nothing to show', withRule({ show: undefined }), 'rules.0.show'],
    ['an unknown kind', withShow({ popup: {} }), 'rules.0.show'],
    ['two kinds', withShow({ ...teaser, flow: 'tour' }), 'rules.0.show.flow'],
    ['an empty text', withShow({ teaser: { text: ' ' } }), 'rules.0.show.teaser.text'],
    [
      'an empty text in one language',
      withShow({ teaser: { text: { en: 'a', ja: '' } } }),
      'rules.0.show.teaser.text.ja',
    ],
    ['a message key that is nowhere', withShow({ teaser: { text: '@hi' } }), 'rules.0.show.teaser.text'],
    ['a picture by script', withShow({ teaser: { text: 'a', avatar: 'javascript:1' } }), 'rules.0.show.teaser.avatar'],
    [
      'a picture on another host by //',
      withShow({ teaser: { text: 'a', avatar: '//x' } }),
      'rules.0.show.teaser.avatar',
    ],
    [
      'an action without a label',
      withShow({ banner: { text: 'a', action: { flow: 'b' } } }),
      'rules.0.show.banner.action.label',
    ],
    [
      'an action that does nothing',
      withShow({ banner: { text: 'a', action: { label: 'b' } } }),
      'rules.0.show.banner.action',
    ],
    ['a hint that points nowhere', withShow({ hint: { text: 'a' } }), 'rules.0.show.hint.at'],
    ['a survey that is not in the file', withShow({ survey: 'nps' }), 'rules.0.show.survey'],
    ['one way', withRule({ split: { ways: [{ weight: 1 }] } }), 'rules.0.split.ways'],
    [
      'a way without anything to show',
      withRule({ show: undefined, split: { ways: [{ weight: 1, show: null }, { weight: 1 }] } }),
      'rules.0.show',
    ],
    ['a time that is over before it begins', withRule({ every: -1 }), 'rules.0.every'],
    ['an end that is none', withRule({ until: 'bored' }), 'rules.0.until'],
    ['a prototype key', JSON.parse('{"v":1,"rules":[],"messages":{"__proto__":{}}}'), 'messages.__proto__'],
    ['news without a title', withNews({ title: undefined }), 'news.0.title'],
    ['a day that is none', withNews({ from: '2026-13-01' }), 'news.0.from'],
  ])('with %s is refused, with the path', (_what, json, path) => {
    const error = refusal(json);
    expect([error.code, error.path]).toEqual(['invalid', path]);
    expect(error.message.length).toBeGreaterThan(path.length + 5);
  });

  it('over 256 KiB is refused', () => {
    const messages = { en: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, 'x'.repeat(1_000)])) };
    expect(refusal({ v: 1, rules: [], messages }).code).toBe('too-large');
  });

  it('of anything is taken or refused with an error of ours', () => {
    const some = fc.oneof(fc.constant(rule), fc.constant(teaser), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        for (const json of [
          a,
          { v: 1, rules: [a, b] },
          withRule({ show: b, when: c }),
          withNews({ action: c, if: a }),
        ]) {
          try {
            parseRules(json);
          } catch (error) {
            expect(error).toBeInstanceOf(SobaniError);
          }
        }
      }),
    );
  });
});
