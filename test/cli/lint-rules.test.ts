import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Known } from '../../src/lint/findings.js';
import { type JsonSource, readJson } from '../../src/lint/json-source.js';
import { checkRules } from '../../src/lint/rules-file.js';
import { refuseSelector } from '../../src/lint/selector.js';

function rules(json: unknown, known: Known = {}): string[] {
  const source = JSON.stringify(json, null, 1);
  const read = readJson(source) as JsonSource;
  const found: string[] = [];
  checkRules(read.value, known, (path, rule) => {
    found.push(`${rule} @ ${source.split('\n')[read.lineOf(path) - 1]!.trim()}`);
  });
  return found;
}

const fileOf = (rule: object, more: object = {}) => ({
  v: 1,
  rules: [{ id: 'r', when: { on: 'page' }, show: { teaser: { text: 'Hi' } }, ...rule }],
  ...more,
});

describe('the linter of rules', () => {
  it('finds nothing wrong with one of each kind', () => {
    const shows = [
      { teaser: { text: 'Hi', action: { flow: 'welcome' } } },
      { message: { text: 'Hi', article: 'returns' } },
      { banner: { text: 'Hi', action: { label: 'Read', article: 'returns' }, place: 'top' } },
      { flow: 'welcome' },
      { survey: 'csat' },
      { article: 'returns' },
      { hint: { at: '#card > input[name="number"]:not(:disabled)', text: 'Hi', placement: 'end' } },
    ];
    const moments = [
      { on: 'page' },
      { on: 'event', event: 'declined' },
      { on: 'frustration', signal: ['rage-click', 'error'] },
      { on: 'scroll', depth: 0.5 },
      { on: 'time', seconds: 30 },
      { on: 'exit' },
      { on: 'idle', seconds: 60 },
    ];
    const file = {
      v: 1,
      limits: { minutes: 10, visit: 2 },
      rules: shows.map((show, i) => ({ id: `r${i}`, when: moments[i], show, every: 24, most: 2, until: 'seen' })),
      surveys: [{ id: 'csat', kind: 'csat', text: 'How was it?' }],
      news: [{ id: 'n', title: 'New', from: '2026-12-01', to: '2026-12-24', action: { article: 'returns' } }],
    };
    expect(rules(file, { articles: new Set(['returns']), flows: new Set(['welcome']) })).toEqual([]);
  });

  it.each<[what: string, found: string[], json: unknown, known?: Known]>([
    [
      'a selector that is none',
      ['bad-selector @ "at": "#card >",'],
      fileOf({ show: { hint: { at: '#card >', text: 'Hi' } } }),
    ],
    [
      'a condition that contradicts itself',
      ['never-holds @ "if": {'],
      fileOf({ if: { 'cart.total.amount': { $gte: 100, $lt: 100 } } }),
    ],
    ['a rule that is never shown', ['never-holds @ "most": 0'], fileOf({ most: 0 })],
    ['a moment that there is not', ['shape @ "on": "pge"'], fileOf({ when: { on: 'pge' } })],
    ['a moment without what it needs', ['shape @ "when": {'], fileOf({ when: { on: 'scroll' } })],
    ['two things at once', ['shape @ "show": {'], fileOf({ show: { flow: 'f', article: 'a' } })],
    ['a rule that shows nothing', ['shape @ {'], { v: 1, rules: [{ id: 'r', when: { on: 'page' } }] }],
    ['two rules of one id', ['double-id @ "id": "r",'], { v: 1, rules: [...fileOf({}).rules, ...fileOf({}).rules] }],
    [
      'an article, a flow and a survey that are not there',
      ['missing-article @ "article": "gone"', 'missing-flow @ "flow": "gone"', 'missing-survey @ "survey": "gone"'],
      {
        v: 1,
        rules: [
          { id: 'a', when: { on: 'page' }, show: { teaser: { text: 'Hi', action: { article: 'gone' } } } },
          { id: 'b', when: { on: 'page' }, show: { flow: 'gone' } },
          {
            id: 'c',
            when: { on: 'page' },
            split: {
              ways: [
                { weight: 1, show: { survey: 'gone' } },
                { weight: 1, show: null },
              ],
            },
          },
        ],
      },
      { articles: new Set(), flows: new Set() },
    ],
    [
      'a text in one language of two',
      ['missing-translation @ "text": "Hi"'],
      fileOf({}, { surveys: [{ id: 's', kind: 'nps', text: { en: 'How?', ja: 'いかが' } }] }),
    ],
    [
      'news that end before they begin',
      ['never-holds @ "to": "2026-11-01"'],
      fileOf({}, { news: [{ id: 'n', title: 'New', from: '2026-12-01', to: '2026-11-01' }] }),
    ],
  ])('finds %s', (_, found, json, known) => {
    expect(rules(json, known)).toEqual(found);
  });

  it('never throws', () => {
    const strange = fc.jsonValue({ maxDepth: 3 });
    const rule = fc.dictionary(fc.constantFrom('id', 'when', 'show', 'split', 'if', 'hint', 'most'), strange);
    const file = fc.record({ v: strange, rules: fc.oneof(strange, fc.array(rule)), surveys: strange, news: strange });
    fc.assert(
      fc.property(file, (json) => void rules(json)),
      { numRuns: 100 },
    );
  });
});

describe('selectors', () => {
  it.each([
    '#card',
    'input.big',
    '*',
    'a[href^="https://"]',
    "[data-x='a b' i]",
    'main > .list + li ~ li:nth-child(2n + 1)',
    ':is(.a, #b) :not(p:first-child)::before',
    'section:has(> img)',
    'h1, h2 ,h3',
    '.w-1\\/2',
    '#\\31 0',
    '[x]',
    'a:not([href])',
  ])('%s is one', (text) => expect(refuseSelector(text)).toBeUndefined());

  it.each([
    '',
    ' ',
    '#',
    '.',
    '#card >',
    '> a >',
    'a,,b',
    'a[',
    'a[href="x]',
    ':not(',
    ':not()',
    'a { color: red }',
    '#1a',
    '<p>',
    'a:',
    'a >> b',
    'a, ',
  ])('%j is none', (text) => expect(refuseSelector(text)).toBeTruthy());
});
