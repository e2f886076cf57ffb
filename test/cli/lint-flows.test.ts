import { describe, expect, it } from 'vitest';
import type { Known } from '../../src/lint/findings.js';
import { fileOf, lint, person, rules, say } from './lint.js';

describe('the linter finds nothing wrong', () => {
  it('with a flow in which every kind of step is used as it is meant', () => {
    const source = fileOf(
      {
        a: say({ en: 'Hello {{user.name|there}}', ja: 'こんにちは' }, 'menu'),
        menu: {
          ask: {
            text: '@what',
            save: 'topic',
            options: [
              { label: '@orders', next: 'email', tag: 'orders' },
              { label: '@other', next: 'find' },
            ],
            else: 'match',
          },
        },
        email: { ask: { text: '@mail', save: 'email', type: 'email', unless: 'user.email' }, next: 'form' },
        form: { form: { fields: [{ name: 'size', label: '@size', type: 'text' }] }, next: 'route' },
        route: { branch: [{ if: { 'order.status': 'shipped' }, next: 'shipped' }], next: 'set' },
        shipped: say('@shipped', 'done'),
        set: { set: { tries: 1, mail: '{{vars.email}}' }, next: 'trait' },
        trait: { trait: { size: 'vars.size' }, next: 'track' },
        track: { track: 'asked', data: { size: '{{vars.size}}' }, next: 'call' },
        call: {
          call: { name: 'look-up', input: { mail: '{{vars.mail}}' }, save: 'found', error: 'person' },
          next: 'hours',
        },
        hours: { hours: { team: 'sales', open: 'person', closed: 'wait' } },
        wait: { wait: { ms: 1000, event: 'back', timeout: 'person' }, next: 'split' },
        split: {
          split: {
            ways: [
              { weight: 1, next: 'csat' },
              { weight: 1, next: 'solved' },
            ],
          },
        },
        csat: { csat: { scale: 'stars' }, next: 'solved' },
        solved: { resolved: { yes: 'done', no: 'person' } },
        find: { search: { query: 'vars.message', next: 'done', none: 'person' } },
        match: { match: { intents: { refund: 'done' }, none: 'person' }, next: 'tag' },
        tag: { tag: 'matched', next: 'sub' },
        sub: { run: 'f', next: 'jump' },
        jump: { goto: { step: 'done' } },
        done: { say: { text: '@bye', delay: 500 }, next: 'end' },
        end: { end: true },
        person: { handoff: { team: 'sales', away: '@bye', priority: 'high' } },
      },
      {},
      {
        messages: Object.fromEntries(
          ['en', 'ja'].map((locale) => [
            locale,
            Object.fromEntries(
              ['what', 'orders', 'other', 'mail', 'size', 'bye']
                .map((key) => [key, `${key} ${locale}`])
                .concat([['shipped', 'Order {{order.id}} is on its way']]),
            ),
          ]),
        ),
      },
    );
    expect(rules(source, { intents: new Set(['refund']) })).toEqual([]);
  });
});

describe('the linter finds', () => {
  it.each<[what: string, found: string[], steps: object, more?: object, top?: object, known?: Known]>([
    ['a step that is not there', ['missing-target @ "next": "bb"'], { a: say('Hi', 'b'), b: say('Ho', 'bb') }],
    [
      'a start that is not there',
      ['missing-target @ "start": "x",', 'unreachable-step @ "a": {'],
      { a: say('Hi') },
      { start: 'x' },
    ],
    ['a step that nothing leads to', ['unreachable-step @ "b": {'], { a: say('Hi'), b: say('Ho') }],
    [
      'a branch that may end without a word',
      ['branch-without-else @ "a": {'],
      { a: { branch: [{ if: { locale: 'en' }, next: 'b' }] }, b: say('Hi') },
    ],
    [
      'a reply that gets no answer',
      ['dead-end @ "next": "mark"'],
      {
        a: {
          ask: {
            text: 'Well?',
            options: [
              { label: 'Fine', next: 'mark' },
              { label: 'Help', next: 'p' },
            ],
          },
        },
        mark: { tag: 'fine' },
        p: person,
      },
    ],
    [
      'a round without anybody to wait for',
      ['endless-round @ "a": {'],
      { a: say('Hi', 'b'), b: { branch: [{ if: { locale: 'en' }, next: 'c' }], next: 'a' }, c: say('Ho') },
    ],
    [
      'a variable that nothing sets',
      ['unset-variable @ "say": "Hi {{vars.nmae|you}}",'],
      { a: { ask: { text: 'Name?', save: 'name' }, next: 'b' }, b: say('Hi {{vars.nmae|you}}', 'p'), p: person },
    ],
    [
      'a variable that is set too late',
      ['unset-variable @ "say": "Hi {{vars.name|you}}",'],
      {
        a: say('Hi {{vars.name|you}}', 'b'),
        b: { ask: { text: 'Name?', save: 'name' }, next: 'p' },
        p: person,
      },
    ],
    ['a value that may be missing', ['no-fallback @ "say": "Hi {{user.name}}"'], { a: say('Hi {{user.name}}') }],
    ['a path that was misspelt', ['unknown-path @ "say": "Hi {{usr.name|you}}"'], { a: say('Hi {{usr.name|you}}') }],
    [
      'more than ten options',
      ['too-many-options @ "options": ['],
      {
        a: { ask: { text: 'Pick', options: Array.from({ length: 11 }, (_, i) => ({ label: `No. ${i}`, next: 'p' })) } },
        p: person,
      },
    ],
    [
      'a label that no button has room for',
      ['long-label @ "label": "Something about an order of mine",'],
      { a: { ask: { text: 'Pick', options: [{ label: 'Something about an order of mine', next: 'p' }] } }, p: person },
    ],
    [
      'a text in one language where there are two',
      ['missing-translation @ "say": {', 'missing-translation @ "say": "Bye"'],
      { a: say({ en: 'Hi', ja: 'どうも' }, 'b'), b: say({ en: 'Ho' }, 'c'), c: say('Bye') },
    ],
    [
      'a message that is not translated, and one that is nowhere',
      ['missing-message @ "say": "@gone"', 'missing-translation @ "ja": {'],
      { a: say('@hi', 'b'), b: say('@gone') },
      {},
      { messages: { en: { hi: 'Hi', more: 'More' }, ja: { hi: 'どうも' } } },
    ],
    [
      'a question that no person is reachable from',
      ['no-person @ "a": {'],
      { a: { ask: { text: 'Name?', save: 'name' }, next: 'b' }, b: say('Thanks') },
    ],
    [
      'an article, a flow, an intent and a survey that are not there',
      [
        'missing-article @ "article": "retruns"',
        'missing-flow @ "run": "g",',
        'missing-survey @ "survey": "nps"',
        'missing-intent @ "refund": "p"',
      ],
      {
        a: { say: { text: 'See', article: 'retruns' }, next: 'b' },
        b: { run: 'g', next: 'c' },
        c: { csat: { survey: 'nps' }, next: 'd' },
        d: { match: { intents: { refund: 'p' } }, next: 'p' },
        p: person,
      },
      {},
      {},
      { articles: new Set(['returns']), intents: new Set(), surveys: new Set(['csat']) },
    ],
    [
      'a button of a card to a flow that is not there, and texts of cards and rows that leave a gap',
      [
        'no-fallback @ "title": "For {{user.name}}",',
        'missing-flow @ "flow": "g"',
        'no-fallback @ "label": "As {{user.name}}"',
        'unset-variable @ "order": "vars.found",',
      ],
      {
        a: {
          say: {
            text: 'See',
            order: 'vars.found',
            carousel: [{ title: 'For {{user.name}}', buttons: [{ label: 'More', flow: 'g' }] }],
            buttons: [{ label: 'As {{user.name}}' }],
          },
        },
      },
    ],
    [
      'patterns that take too long',
      ['slow-pattern @ "$regex": "(a+)+b"', 'slow-pattern @ "pattern": "(x*)*y"'],
      {
        a: { branch: [{ if: { 'user.name': { $regex: '(a+)+b' } }, next: 'b' }], next: 'b' },
        b: { ask: { text: 'Say', pattern: '(x*)*y' }, next: 'p' },
        p: person,
      },
    ],
    [
      'conditions that can never hold',
      ['never-holds @ "if": {', 'never-holds @ "if": {', 'never-holds @ "if": {'],
      {
        a: {
          branch: [
            { if: { 'cart.total.amount': { $gt: 10, $lt: 5 } }, next: 'b' },
            { if: { $and: [{ locale: 'en' }, { locale: { $in: ['ja', 'de'] } }] }, next: 'b' },
            { if: { 'user.id': { $exists: true }, $and: [{ 'user.id': { $exists: false } }] }, next: 'b' },
            { if: { 'cart.total.amount': { $gte: 5, $lte: 5 }, locale: { $in: ['en'], $ne: 'ja' } }, next: 'b' },
          ],
          next: 'b',
        },
        b: say('Hi'),
      },
    ],
    ['an operator that there is not', ['shape @ "if": {'], { a: { ...say('Hi'), if: { locale: { $is: 'en' } } } }],
    [
      'fields that there are not, and fields that are missing, all at once',
      ['shape @ "nxt": "b"', 'shape @ "ask": {},', 'shape @ "b": {', 'shape @ "tag": 7'],
      { a: { ask: {}, nxt: 'b' }, b: { sya: 'Hi' }, c: { tag: 7 } },
    ],
  ])('%s', (_, found, steps, more, top, known) => {
    const seen = rules(fileOf(steps, more, top), known);
    for (const one of found) expect(seen).toContain(one);
    if (!found.some((one) => one.startsWith('shape'))) expect(seen.sort()).toEqual([...found].sort());
  });

  it('two flows of one id, and a trigger that lacks what it needs', () => {
    const flow = { id: 'f', version: 1, trigger: { on: 'event' }, start: 'a', steps: { a: say('Hi') } };
    const source = JSON.stringify({ v: 1, flows: [flow, flow] }, null, 1);
    expect(lint(source).map(({ rule }) => rule)).toEqual(['shape', 'shape', 'double-id']);
  });

  it('says how to mend it', () => {
    const [missing] = lint(fileOf({ a: say('Hi', 'menu'), mennu: say('Ho') }));
    expect(missing).toMatchObject({
      message: 'there is no step "menu" in the flow "f"',
      mend: 'did you mean "mennu"?',
    });
  });
});
