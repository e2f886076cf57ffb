/** Flow files, and what happens in them, made at random from a seed: most are of the format, many have something odd in them. */
import type { FlowEvent } from '../../src/flows/state.js';

export interface Dice {
  /** A whole number below `n`. */
  below(n: number): number;
  one<T>(of: readonly T[]): T;
  /** True once in `n` times. */
  rarely(n: number): boolean;
}

/** The same numbers for one seed on every machine. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, one: (of) => of[below(of.length)]!, rarely: (n) => below(n) === 0 };
}

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const FLOWS = ['one', 'two', 'three'];
const NAMES = ['x', 'y', 'email', 'message'];
const TEXTS = [
  'hi',
  '{{vars.x|y}}',
  '{{vars.x}}{{vars.x}}{{vars.x}}{{vars.x}}',
  '{{{{vars.x}}}}',
  '{{vars.{{vars.y}}|{{z}}}}',
  '{{constructor.name|none}}{{vars.__proto__.x}}',
  '@greet',
  'x'.repeat(600),
];
const ODD = ['__proto__', 'constructor', 'prototype', 'toString', 'gone', ''];
const PATHS = ['vars.x', 'vars.message', 'user.name', 'traits.email', 'vars.intent.id', '{{vars.y}} {{vars.x|}}'];
const CONDITIONS = [
  {},
  { 'vars.x': 1 },
  { 'vars.y': { $exists: true } },
  { $not: { 'vars.x': 'yes' } },
  { 'now.hour': { $lt: 12 } },
];

/** A file as JSON text. */
export function anyFile(it: Dice): string {
  const odd = (of: readonly string[], n = 120): string => (it.rarely(n) ? it.one(ODD) : it.one(of));
  const to = () => odd(IDS);
  const text = () => (it.rarely(4) ? { en: it.one(TEXTS), ja: 'はい {{vars.x}}' } : it.one(TEXTS));
  const maybe = (key: string, value: () => unknown, n = 2) => (it.rarely(n) ? { [key]: value() } : {});
  const next = () => maybe('next', to, it.rarely(2) ? 1 : 2);
  const many = <T>(most: number, make: () => T): T[] => Array.from({ length: 1 + it.below(most) }, make);
  const question = () => ({
    text: text(),
    ...maybe('save', () => odd(NAMES)),
    ...maybe('type', () => it.one(['text', 'email', 'number', 'phone', 'url', 'date', 'choice'])),
    ...maybe('options', () =>
      many(4, () => ({ label: it.one(['yes', 'no', '1', '担当者']), ...next(), ...maybe('value', () => 7) })),
    ),
    ...maybe('required', () => false, 4),
    ...maybe('pattern', () => it.one(['^[a-z]{1,5}$', '\\d+', it.rarely(9) ? '(a+)+' : 'a']), 6),
    ...maybe('else', to, 3),
    ...maybe('retries', () => it.below(3), 5),
    ...maybe('free', () => true, 3),
    ...maybe('unless', () => it.one(PATHS), 5),
  });
  const field = () => ({
    name: odd(NAMES),
    label: it.one(TEXTS.slice(0, 3)),
    type: it.one(['text', 'email', 'number', 'select', 'multiselect', 'checkbox', 'date']),
    ...maybe('options', () => [{ value: 'yes', label: 'Yes' }], 2),
    ...maybe('required', () => false, 3),
    ...maybe('unless', () => 'vars.x', 4),
  });
  const STEPS: (() => object)[] = [
    () => ({ say: text(), ...next() }),
    () => ({
      say: { text: text(), ...maybe('article', () => 'returns'), ...maybe('delay', () => it.below(5100)) },
      ...next(),
    }),
    () => ({
      say: { card: { title: text(), url: '/x/{{vars.x}}' }, image: { url: 'https://x.example/{{vars.y}}', alt: 'x' } },
      ...next(),
    }),
    () => ({ ask: question(), ...next() }),
    () => ({ ask: question(), ...next() }),
    () => ({ form: { fields: many(3, field) }, ...next() }),
    () => ({ branch: many(3, () => ({ if: it.one(CONDITIONS), next: to() })), ...next() }),
    () => ({ set: { [odd(NAMES)]: it.one<unknown>([1, '{{vars.x}}{{vars.x}}', { a: [1] }, null, 'yes']) }, ...next() }),
    () => ({ tag: it.one(['t', 'u']), ...next() }),
    () => ({ trait: { [odd(NAMES)]: it.one(PATHS) }, ...next() }),
    () => ({ track: 'seen', ...maybe('data', () => ({ x: '{{vars.x}}' })), ...next() }),
    () => ({ search: { query: it.one(PATHS), ...maybe('none', to), ...next(), ...maybe('save', () => odd(NAMES)) } }),
    () => ({
      match: {
        ...maybe('intents', () => ({ [odd(['hi', 'bye'])]: to() })),
        ...maybe('none', to),
        ...maybe('save', () => 'x'),
      },
      ...next(),
    }),
    () => ({
      call: {
        name: 'f',
        ...maybe('input', () => ({ a: '{{vars.x}}' })),
        ...maybe('error', to),
        ...maybe('save', () => odd(NAMES)),
      },
      ...next(),
    }),
    () => ({ hours: { open: to(), closed: to() } }),
    () => ({
      wait: { ...maybe('ms', () => 1 + it.below(9000)), ...maybe('event', () => 'paid'), ...maybe('timeout', to, 4) },
      ...next(),
    }),
    () => ({ split: { ways: many(3, () => ({ weight: it.below(4), next: to() })) } }),
    () => ({ csat: { ...maybe('save', () => odd(NAMES)), ...maybe('scale', () => 'stars') }, ...next() }),
    () => ({ resolved: { yes: to(), no: to() } }),
    () => ({ handoff: { ...maybe('text', text), ...maybe('away', text), ...maybe('tags', () => ['v']) } }),
    () => ({ goto: it.rarely(2) ? { step: to() } : { flow: odd(FLOWS) } }),
    () => ({ run: odd(FLOWS), ...next() }),
    () => ({ end: true }),
  ];
  const step = () => ({
    ...it.one(STEPS)(),
    ...maybe('if', () => it.one(CONDITIONS), 5),
    ...maybe('else', to, 12),
    ...maybe(it.one(['nxet', 'say', 'constructor']), () => 'x', 150),
  });
  const flow = (id: string) => {
    const steps = IDS.map((each) => `${JSON.stringify(it.rarely(400) ? it.one(ODD) : each)}:${JSON.stringify(step())}`);
    const on = it.one(['message', 'conversation', 'button', 'open', 'page', 'tone","tone":"angry']);
    const vars = it.rarely(3) ? `,"vars":{"x":${it.one(['1', '"{{vars.y}}"', '[]'])}}` : '';
    return `{"id":"${id}","version":${it.below(3)},"trigger":{"on":"${on}"},"start":"a"${vars},"steps":{${steps}}}`;
  };
  const messages = it.rarely(20) ? '' : '"messages":{"en":{"greet":"Hello {{user.name|you}} {{vars.x}}"},"ja":{}},';
  return `{"v":1,${messages}"flows":[${FLOWS.map(flow)}]}`;
}

const WORDS = [
  'yes',
  'no',
  '1',
  '2',
  '9',
  'a@b.co',
  '+123456789',
  'agent',
  'eh',
  'Skip',
  'Try again',
  'That helped',
  '{{vars.x}}',
  '2026-02-29',
  'x'.repeat(700),
  '5',
];

/** Something that may happen at a step that waits. */
export function anyEvent(it: Dice): FlowEvent {
  const others: FlowEvent[] = [
    {
      on: 'answers',
      values: NAMES.map((name) => ({
        name,
        value: it.one<never>(['yes', true, 5, ['yes'], {}, null, 'a@b.co'] as never[]),
      })),
    },
    { on: 'rating', score: it.below(6) },
    { on: 'timer' },
    { on: 'event', name: 'paid' },
    { on: 'none' },
    { on: 'called', value: { deep: [1] } },
  ];
  return it.rarely(4) ? it.one(others) : { on: 'text', text: it.one(WORDS) };
}

/** What an effect that asks may bring. */
export function anyBrought(it: Dice, does: string): FlowEvent | undefined {
  if (does === 'search')
    return it.rarely(2) ? { on: 'none' } : { on: 'found', articles: [{ id: 'r', title: 'R', description: '' }] };
  if (does === 'call')
    return it.rarely(2) ? { on: 'failed' } : { on: 'called', value: it.one<never>([1, 'x', { a: 1 }] as never[]) };
  if (does === 'hours') return { on: 'hours', isOpen: it.rarely(2) };
  if (does !== 'match') return undefined;
  return it.one<FlowEvent>([
    { on: 'none' },
    { on: 'said' },
    { on: 'sure', intent: 'hi', confidence: 0.9, answer: '{{vars.x}} as it is' },
    { on: 'sure', intent: 'bye', flow: 'two' },
    { on: 'sure', intent: '__proto__' },
    {
      on: 'unsure',
      suggestions: [
        { intent: 'hi', title: 'Hi', answer: 'x' },
        { intent: 'bye', title: 'yes', flow: 'gone' },
      ],
    },
  ]);
}
