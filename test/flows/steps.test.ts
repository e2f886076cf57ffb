/** The steps that say, ask and remember. */
import { describe, expect, it } from 'vitest';
import type { Flow, Step } from '../../src/flows/format.js';
import type { FlowEvent } from '../../src/flows/state.js';
import { answering, done, first, flow, partsOf } from './one-flow.js';
import { address, care, whole } from './shop.js';
import { talk } from './talk.js';

describe('a step `say`', () => {
  it('says a text, a picture and a card in one message, after it was seen to be typed', () => {
    const [said] = first({ ...whole, flows: [care, address] }, { cart: { id: 'a b&c' }, locale: 'ja' });
    expect(said).toMatchObject({ do: 'say', delay: 400 });
    expect(partsOf(said)).toEqual([
      { type: 'text', text: '確認いたします。' },
      { type: 'image', url: '/card.png', alt: 'A card', width: 320, height: 200, text: 'A card' },
      { type: 'card', title: 'Your cart', text: 'Still there', url: '/cart?id=a%20b%26c' },
    ]);
  });

  it('takes a message of the file in English where the language has none', () => {
    const messages = { en: { hi: 'Hi {{user.name}}' }, ja: {} };
    const file = { v: 1 as const, messages, flows: [flow({ a: { say: '@hi' } })] };
    expect(partsOf(first(file, { locale: 'ja', user: { name: 'Aiko' } })[0])).toEqual([
      { type: 'text', text: 'Hi Aiko' },
    ]);
  });

  it('names an article, whose title the help centre knows', () => {
    expect(partsOf(first(flow({ a: { say: { article: 'returns' } } }))[0])).toEqual([
      { type: 'article', article: 'returns', title: '' },
    ]);
  });
});

describe('any step', () => {
  it('is skipped where its condition does not hold, to `else` or what follows', () => {
    const never = { if: { 'vars.x': 1 } };
    expect(talk(flow({ a: { ...never, say: 'no', next: 'b' }, b: { say: 'b' } }), []).lines).toEqual(['b']);
    const other: Step = { ...never, say: 'no', next: 'b', else: 'c' };
    expect(talk(flow({ a: other, b: { say: 'b' }, c: { say: 'c' } }), []).lines).toEqual(['c']);
    expect(talk(flow({ a: { ...never, handoff: {} } }), [])).toEqual({ lines: [], state: null });
  });
});

describe('a step `ask`', () => {
  const ask = (more: object, next: Record<string, Step> = {}) =>
    flow({ a: { ask: { text: '?', save: 'x', ...more }, next: 'done' }, done, ...next } as Record<string, Step>);
  const last = (given: Flow, ...texts: string[]) => talk(given, texts).lines.at(-1);

  it.each([
    ['date', '2024-2-29', '2024-02-29'],
    ['date', '２０２６年１月３１日', '2026-01-31'],
    ['date', '2026/02/29', null],
    ['date', 'tomorrow', null],
    ['url', 'https://shop.example/a?b', 'https://shop.example/a?b'],
    ['url', 'javascript:alert(1)', null],
  ])('of type %s takes %j as %j', (type, text, kept) => {
    if (kept === null) expect(talk(ask({ type }), [text]).state).toMatchObject({ misses: 1 });
    else expect(last(ask({ type }), text)).toBe(`=${kept}`);
  });

  it('may be skipped where it is not required', () => {
    const given = ask({ type: 'number', required: false });
    expect(talk(given, []).lines).toEqual(['? [Skip]']);
    expect(last(given, 'skip')).toBe('=nothing');
    expect(last(given, '1')).toBe('=1');
  });

  it('keeps the value of a choice, else its label', () => {
    const given = ask({ options: [{ label: 'Gold', value: 3, tag: 'gold' }, { label: 'Silver' }] });
    expect(talk(given, []).lines).toEqual(['? [Gold | Silver]']);
    expect([last(given, 'gold'), last(given, '2')]).toEqual(['=3', '=Silver']);
  });

  it('takes other words beside its options where it names a type', () => {
    const given = ask({ type: 'text', options: [{ label: 'Home' }] });
    expect([last(given, 'home'), last(given, '1')]).toEqual(['=Home', '=1']);
  });

  it('wants its pattern to occur', () => {
    const given = ask({ pattern: '^HK-\\d{5}$', invalid: 'Like HK-20418.' });
    expect([last(given, 'order 5'), last(given, 'HK-20418')]).toEqual(['Like HK-20418.', '=HK-20418']);
  });

  it('goes elsewhere after so many answers that do not fit', () => {
    const given = ask({ type: 'number', else: 'other' }, { other: { say: 'other' } });
    expect(last(given, 'a', 'b')).toMatch(/Talk to a person/);
    expect(last(given, 'a', 'b', 'c')).toBe('other');
    expect(last(ask({ type: 'number', else: 'other', retries: 0 }, { other: { say: 'other' } }), 'a')).toBe('other');
  });

  it('of an address asks nobody whose address is known', () => {
    const given = flow({
      a: { ask: { text: '?', save: 'email', type: 'email' }, next: 'b' },
      b: { say: '={{vars.email}}' },
    });
    expect(talk(given, [], { traits: { email: 'a@b.example' } }).lines).toEqual(['=a@b.example']);
    expect(talk(given, [], { traits: { email: '' } }).lines).toEqual(['?']);
  });

  it('lets what is typed through to the answer model, and asks again', () => {
    const given = ask({ options: [{ label: 'Yes' }], free: true });
    const brings = answering('match', { on: 'sure', intent: 'hours', answer: 'Until six.' });
    expect(talk(given, ['when do you open', 'yes'], {}, { brings }).lines).toEqual([
      '? [Yes]',
      '< when do you open',
      '~ when do you open (balanced)',
      'Until six.',
      '? [Yes]',
      '< yes',
      '=Yes',
    ]);
    // what the model does not know either is a miss, and two of them offer a person
    expect(talk(given, ['eh']).lines.at(-1)).toBe('Please choose one of these. [Yes]');
    expect(talk(given, ['eh', 'eh']).lines.at(-1)).toMatch(/\[Talk to a person \| Try again\]$/);
  });
});

describe('a step `form`', () => {
  const form = care.steps.details as Extract<Step, { form: unknown }>;
  const given = flow({
    a: { ...form, next: 'b' },
    b: { say: '{{vars.bank}} {{vars.kind}} {{vars.news}} {{vars.email|-}}' },
  });
  const values = { bank: 'Kyoto', kind: 'jcb', news: false, email: 'a@b.example' };
  const sent = (more: object): FlowEvent => ({
    on: 'answers',
    values: Object.entries({ ...values, ...more }).map(([name, value]) => ({ name, value: value as never })),
  });

  it('shows the fields that are not known', () => {
    expect(partsOf(first(given, { traits: { email: 'x@y.example' } })[0])).toEqual([
      {
        type: 'form',
        form: 'a',
        title: 'Details',
        text: 'Bank, Card, News',
        submit: 'Send',
        // what a flow does not call optional is asked for as a message says it
        fields: [{ name: 'bank', required: true }, { name: 'kind', required: true }, { name: 'news' }].map(
          (field, i) => {
            const { required: _, ...same } = form.form.fields[i]!;
            return { ...same, ...field };
          },
        ),
      },
    ]);
  });

  it('keeps what was entered, once all of it fits', () => {
    expect(talk(given, [sent({})]).lines.at(-1)).toBe('Kyoto jcb false a@b.example');
    for (const odd of [
      { bank: '' },
      { bank: 'x'.repeat(41) },
      { kind: 'amex' },
      { news: 'no' },
      { email: 'a@' },
      { email: {} },
    ]) {
      const { lines, state } = talk(given, [sent(odd)]);
      expect(lines.at(-1), JSON.stringify(odd)).toBe('Please fill in the form above.');
      expect(state!.vars).not.toHaveProperty('bank');
    }
  });

  it('is not shown when everything is known, and takes a text where one field is left', () => {
    const field = { name: 'x', label: 'X', type: 'email' as const, unless: 'traits.email' };
    const one = flow({ a: { form: { fields: [field] }, next: 'done' }, done });
    expect(talk(one, [], { traits: { email: 'a@b.example' } }).lines).toEqual(['=a@b.example']);
    expect(talk(one, ['c@d.example']).lines.at(-1)).toBe('=c@d.example');
    expect(talk(given, ['hello']).lines.at(-1)).toBe('Please fill in the form above.');
  });
});

describe('what a flow remembers', () => {
  it('are variables, traits and what happened', () => {
    const given = flow(
      {
        a: { set: { x: '{{user.name}} {{vars.n}}', list: [1] }, next: 'b' },
        b: { trait: { name: 'vars.x', none: 'vars.none', plan: '{{vars.n}} stars', list: 'vars.list' }, next: 'c' },
        c: { track: 'seen', data: { x: '{{vars.x}}', n: 1 }, next: 'done' },
        done,
      },
      { vars: { n: 2 } },
    );
    expect(talk(given, [], { user: { name: 'Aiko' } }).lines).toEqual([
      '+ {"name":"Aiko 2","plan":"2 stars"}',
      '# seen {"x":"Aiko 2","n":1}',
      '=Aiko 2',
    ]);
  });

  it('is no more than 64 KiB', () => {
    const grow = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`v${i}`, 'x'.repeat(9_000)]));
    expect(talk(flow({ a: { set: grow, next: 'b' }, b: { ask: { text: '?' } } }), []).lines.at(-1)).toMatch(
      /flow-limit$/,
    );
  });
});
