import { describe, expect, it } from 'vitest';
import type { Flow, Step } from '../../src/flows/format.js';
import type { FlowState } from '../../src/flows/state.js';
import { begin, step } from '../../src/flows/step.js';
import { stepPorts } from '../../src/flows/step-ports.js';
import { loadLanguage } from '../../src/i18n/translate.js';
import { open, shop } from './shop.js';
import { talk } from './talk.js';

const MENU = 'What is it about? [My order | Something else | Just looking]';
const PICK = 'Please choose one of these. [My order | Something else | Just looking]';
const LOST = 'Sorry, I did not understand that. Would you like to talk to a person? [Talk to a person | Try again]';
const asking = (ask: Extract<Step, { ask: unknown }>['ask']): Flow => ({
  id: 'one',
  version: 1,
  trigger: { on: 'button' },
  start: 'ask',
  steps: { ask: { ask, next: 'done' }, done: { say: '={{vars.x}}' } },
});

describe('a flow', () => {
  it('greets, offers choices, asks, branches and hands over with what was chosen', () => {
    expect(talk(shop, ['my  ORDER', 'a@b.example', '12', '+81 (3) 1234-5678']).lines).toEqual([
      'Hello there!',
      MENU,
      '< my  ORDER',
      'Which email?',
      '< a@b.example',
      'How many items, a@b.example?',
      '< 12',
      'Your number?',
      '< +81 (3) 1234-5678',
      '> One moment, please. sales shop order bulk',
    ]);
  });

  it('does not ask what is known, and can still use it', () => {
    expect(talk(shop, ['1'], { user: { name: 'Ken', email: 'ken@x.example' } }).lines).toEqual([
      'Hello Ken!',
      MENU,
      '< 1',
      'How many items, ken@x.example?',
    ]);
  });

  it('speaks Japanese to whom Japanese is set', async () => {
    await loadLanguage('ja');
    expect(talk(shop, ['わからない', '注文について'], { locale: 'ja-JP' }).lines).toEqual([
      'お客様、こんにちは。',
      'ご用件は？ [注文について | その他 | Just looking]',
      '< わからない',
      '次の中からお選びください。 [注文について | その他 | Just looking]',
      '< 注文について',
      'Which email?',
    ]);
  });

  it('answers from the help centre, and asks whether that helped', () => {
    expect(talk(shop, ['Something else.', 'send it back', 'That helped']).lines.slice(3)).toEqual([
      'What do you need?',
      '< send it back',
      '? send it back (3)',
      'This may help: (returns) [That helped | Talk to a person]',
      '< That helped',
      'Goodbye!',
    ]);
  });

  it('hands over when nothing is found, and when what is found does not help', () => {
    expect(talk(shop, ['2', 'nothing']).lines.at(-1)).toBe('> One moment, please. sales shop');
    expect(talk(shop, ['2', 'returns', 'Talk to a person']).lines.at(-1)).toMatch(/^> .* - asked$/);
  });

  it('sends other text where a menu says', () => {
    expect(talk(open, ['how do I return a mug']).lines.slice(2)).toEqual([
      '? how do I return a mug (2)',
      'Look: (returns) [That helped | Talk to a person]',
    ]);
  });

  it('takes a choice by its label in any width and case, or by its number', () => {
    for (const text of [
      'Just Looking',
      ' just　looking! ',
      'ＪＵＳＴ ＬＯＯＫＩＮＧ',
      '3',
      '３番',
      '3.',
      '3) just looking',
    ]) {
      expect(talk(shop, [text]).lines.at(-1), text).toBe('Goodbye!');
    }
    for (const text of ['0', '4', '33', '3 mugs', 'look']) expect(talk(shop, [text]).lines.at(-1), text).toBe(PICK);
  });

  it('offers a person after two misses in a row, and asks again when told to', () => {
    expect(talk(shop, ['eh', 'what', 'Try again', 'Just looking']).lines.slice(1)).toEqual([
      MENU,
      '< eh',
      PICK,
      '< what',
      LOST,
      '< Try again',
      MENU,
      '< Just looking',
      'Goodbye!',
    ]);
    expect(talk(shop, ['eh', 'what', 'Talk to a person']).lines.at(-1)).toMatch(/^> .* asked$/);
    expect(talk(shop, ['eh', 'what', 'my order']).lines.at(-1)).toBe('Which email?');
    expect(talk(shop, ['eh', 'my order', 'no', 'x@y.example', 'no']).lines.at(-1)).toBe('Please write a number.');
  });

  const answers: [Extract<Step, { ask: unknown }>['ask']['type'], string, string | null][] = [
    ['text', '  two words ', 'two words'],
    ['email', ' a.b+c@mail.example.com ', 'a.b+c@mail.example.com'],
    ['email', 'a@b', null],
    ['email', 'a b@c.de', null],
    ['email', 'a@@b.de', null],
    ['email', 'a@b.de,c@d.de', null],
    ['number', '1,5', '1.5'],
    ['number', '1,000', '1000'],
    ['number', '12,345.50', '12345.5'],
    ['number', '－３', '-3'],
    ['number', '1e3', null],
    ['number', 'ten', null],
    ['phone', '03-1234-5678', '0312345678'],
    ['phone', '+44 (20) 7946.0000', '+442079460000'],
    ['phone', '０３ー１２３４ー５６７８', '0312345678'],
    ['phone', '12345', null],
    ['phone', 'call me', null],
  ];
  it.each(answers)('of type %s takes %j as %j', (type, text, kept) => {
    const { lines, state } = talk(asking({ text: '?', save: 'x', type: type! }), [text]);
    if (kept === null) expect(state).toMatchObject({ misses: 1 });
    else expect(lines.at(-1)).toBe(`=${kept}`);
  });

  it('keeps an answer within its limits', () => {
    expect(talk(asking({ text: '?', save: 'x', min: 3, max: 5 }), ['ab', 'abcde']).lines).toEqual([
      '?',
      '< ab',
      'Please write a little more, or a little less.',
      '< abcde',
      '=abcde',
    ]);
    expect(talk(asking({ text: '?', save: 'x', type: 'number', max: 9, invalid: '≤ 9' }), ['10', '9']).lines).toEqual([
      '?',
      '< 10',
      '≤ 9',
      '< 9',
      '=9',
    ]);
  });

  it('hands over in place of going round for ever', () => {
    const round: Flow = { ...shop, start: 'a', steps: { a: { say: 'x', next: 'b' }, b: { tag: 't', next: 'a' } } };
    const { effects, state } = step({ v: 1, flows: [round] }, begin(round), { on: 'start' }, {}, stepPorts({}));
    expect(state).toBeNull();
    expect(effects).toHaveLength(26);
    expect(effects.at(-1)).toMatchObject({ do: 'handoff', reason: 'flow-limit', tags: ['t'] });
  });

  it('counts the steps of a turn across its searches', () => {
    const round: Flow = { ...open, steps: { ...open.steps, menu: { say: 'no', next: 'look' } } };
    const { lines } = talk(round, []);
    expect(lines.at(-1)).toMatch(/flow-limit$/);
    expect(lines.length).toBeLessThan(52);
  });

  it('says no more than a message store holds in one turn', () => {
    const steps: Record<string, Step> = {};
    for (let i = 0; i < 20; i++) steps[`s${i}`] = { say: 'x'.repeat(9000), ...(i < 19 ? { next: `s${i + 1}` } : {}) };
    const long = { ...shop, start: 's0', steps };
    const { effects } = step({ v: 1, flows: [long] }, begin(long), { on: 'start' }, {}, stepPorts({}));
    expect(effects.at(-1)).toMatchObject({ do: 'handoff', reason: 'flow-limit' });
    expect(effects).toHaveLength(5);
  });
});

// texts that lead to each step that waits
const WAITING: Record<string, string[]> = {
  menu: [],
  'menu after two misses': ['eh', 'eh'],
  email: ['1'],
  number: ['1', 'a@b.example'],
  phone: ['1', 'a@b.example', '10'],
  question: ['2'],
  'what was found': ['2', 'returns'],
};

describe('at every step that waits', () => {
  const requests = [
    'Talk to a person',
    'agent',
    'can I speak to a human please?',
    'I want to talk to someone',
    'HUMAN!',
    '担当者',
    '担当者と話したい',
    '人と話したいです',
    'オペレーターにつないで',
    '有人対応',
  ];
  it.each(Object.entries(WAITING))('a person can be asked for: %s', (_, texts) => {
    for (const request of requests) {
      const { lines, state } = talk(shop, [...texts, request]);
      expect(state, request).toBeNull();
      expect(lines.at(-1), request).toMatch(/^> .* - asked/);
    }
  });

  it('other words ask for nobody', () => {
    for (const text of [
      'a travel agent cancelled',
      'human hair brush',
      '3人でお願いします',
      '個人情報について',
      'personal data',
    ]) {
      expect(talk(shop, ['2', text]).lines.at(-1), text).not.toMatch(/asked/);
    }
  });

  it.each(Object.entries(WAITING))('a reload changes nothing: %s', (_, texts) => {
    const reload = (state: FlowState) => JSON.parse(JSON.stringify(state)) as FlowState;
    for (const after of ['eh', '1', 'returns', 'a@b.example', '12', 'agent', 'Try again']) {
      const all = [...texts, after, '090-1234-5678', 'Just looking'];
      expect(talk(shop, all, {}, { between: reload })).toEqual(talk(shop, all));
    }
  });
});
