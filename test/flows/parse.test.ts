import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { checkFlowFile } from '../../src/flows/check.js';
import { parseFlowFile } from '../../src/flows/parse.js';
import { address, care, file, whole } from './shop.js';

const flow = (steps: unknown, more = {}) => ({
  v: 1,
  flows: [{ id: 'f', version: 1, trigger: { on: 'message' }, start: 'a', steps, ...more }],
});
const one = (step: unknown) => flow({ a: step });
const menu = (more: object) => one({ ask: { text: 'x', options: [{ label: 'l', next: 'a' }], ...more } });
const ask = (more: object) => one({ ask: { text: 'x', save: 's', ...more } });
const search = (more: object) => one({ search: { query: 'message', found: 'x', next: 'a', none: 'a', ...more } });
const many = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [i ? `s${i}` : 'a', { end: true }]));

const at = 'flows.0.steps.a';
const refused: [string, unknown, string][] = [
  ['no object', 'flows', ''],
  ['a list', [], ''],
  ['nothing', undefined, ''],
  ['another version', { v: 2, flows: [] }, 'v'],
  ['the version as text', { v: '1', flows: [] }, 'v'],
  ['no flows', { v: 1, flows: [] }, 'flows'],
  ['an unknown field of the file', { ...file, name: 'x' }, 'name'],
  ['two flows of one id', { v: 1, flows: [file.flows[0], file.flows[0]] }, 'flows.1.id'],
  ['an empty id', flow({ a: { end: true } }, { id: '' }), 'flows.0.id'],
  ['an id with a dot', flow({ a: { end: true } }, { id: 'a.b' }), 'flows.0.id'],
  ['a fractional version', flow({ a: { end: true } }, { version: 1.5 }), 'flows.0.version'],
  ['an unknown trigger', flow({ a: { end: true } }, { trigger: { on: 'hover' } }), 'flows.0.trigger.on'],
  ['a trigger as a list', flow({ a: { end: true } }, { trigger: { on: ['message'] } }), 'flows.0.trigger.on'],
  [
    'an unknown operator',
    flow({ a: { end: true } }, { trigger: { on: 'message', if: { a: { $like: 1 } } } }),
    'flows.0.trigger.if.a.$like',
  ],
  ['a start that is no step', flow({ a: { end: true } }, { start: 'b' }), 'flows.0.start'],
  ['a start that is a property of every object', flow({ a: { end: true } }, { start: 'toString' }), 'flows.0.start'],
  ['no steps', flow({}), 'flows.0.start'],
  ['steps as a list', flow([{ end: true }]), 'flows.0.start'],
  ['too many steps', flow(many(501)), 'flows.0.steps'],
  ['an unknown kind of step', one({ shout: 'x' }), at],
  ['a step of two kinds', one({ say: 'x', tag: 'y' }), `${at}.tag`],
  ['a misspelt field', one({ say: 'x', nxet: 'a' }), `${at}.nxet`],
  ['a step that is null', one(null), at],
  ['an empty text', one({ say: '' }), `${at}.say`],
  ['a text of spaces', one({ say: '  ' }), `${at}.say`],
  ['a text too long', one({ say: 'x'.repeat(10_001) }), `${at}.say`],
  ['a number as text', one({ say: 5 }), `${at}.say`],
  ['a text in no language', one({ say: {} }), `${at}.say`],
  ['a text too long in one language', one({ say: { en: 'x', ja: 'x'.repeat(10_001) } }), `${at}.say.ja`],
  ['a text that is an object in one language', one({ say: { en: { x: 'y' } } }), `${at}.say.en`],
  ['a missing target', one({ say: 'x', next: 'gone' }), `${at}.next`],
  ['no choices', menu({ options: [] }), `${at}.ask.options`],
  ['too many choices', menu({ options: Array(11).fill({ label: 'l', next: 'a' }) }), `${at}.ask.options`],
  ['a choice that leads nowhere', menu({ options: [{ label: 'l', next: 'b' }] }), `${at}.ask.options.0.next`],
  ['a choice without a label', menu({ options: [{ next: 'a' }] }), `${at}.ask.options.0.label`],
  ['a label too long', menu({ options: [{ label: 'x'.repeat(201), next: 'a' }] }), `${at}.ask.options.0.label`],
  ['an else that leads nowhere', menu({ else: 'b' }), `${at}.ask.else`],
  ['an answer of unknown type', ask({ type: 'colour' }), `${at}.ask.type`],
  ['an answer without a name', ask({ save: '' }), `${at}.ask.save`],
  ['an answer named as a prototype', ask({ save: '__proto__' }), `${at}.ask.save`],
  ['a limit that is no number', ask({ min: '1' }), `${at}.ask.min`],
  ['a limit that is not finite', ask({ max: Number.POSITIVE_INFINITY }), `${at}.ask.max`],
  ['an empty branch', one({ branch: [] }), `${at}.branch`],
  ['a branch without a condition', one({ branch: [{ next: 'a' }] }), `${at}.branch.0.if`],
  ['a search that leads nowhere', search({ none: 'gone' }), `${at}.search.none`],
  ['a pattern that may take for ever', ask({ pattern: '(a+)+$' }), `${at}.ask.pattern`],
  ['a path into a prototype', ask({ unless: 'user.__proto__' }), `${at}.ask.unless`],
  ['an image of another scheme', one({ say: { image: { url: 'javascript:x', alt: 'x' } } }), `${at}.say.image.url`],
  [
    'an image of another host by slashes',
    one({ say: { image: { url: '//x.example', alt: 'x' } } }),
    `${at}.say.image.url`,
  ],
  ['an image without words for it', one({ say: { image: { url: '/x.png' } } }), `${at}.say.image.alt`],
  ['a delay too long', one({ say: { text: 'x', delay: 5001 } }), `${at}.say.delay`],
  ['a form without fields', one({ form: { fields: [] } }), `${at}.form.fields`],
  [
    'a field of unknown type',
    one({ form: { fields: [{ name: 'x', label: 'x', type: 'file' }] } }),
    `${at}.form.fields.0.type`,
  ],
  ['a variable named as a prototype', one({ set: { constructor: 1 } }), `${at}.set.constructor`],
  ['a trait that is no text', one({ trait: { plan: 1 } }), `${at}.trait.plan`],
  ['an event with data in data', one({ track: 'x', data: { x: {} } }), `${at}.data.x`],
  ['an intent that leads nowhere', one({ match: { intents: { x: 'gone' } } }), `${at}.match.intents.x`],
  ['a match that is to be sure in another way', one({ match: { mode: 'bold' } }), `${at}.match.mode`],
  ['a call too long', one({ call: { name: 'x', timeout: 30_001 } }), `${at}.call.timeout`],
  ['an error that leads nowhere', one({ call: { name: 'x', error: 'gone' } }), `${at}.call.error`],
  ['hours that lead nowhere', one({ hours: { open: 'a', closed: 'gone' } }), `${at}.hours.closed`],
  ['a wait too long', one({ wait: { ms: 60_001 } }), `${at}.wait.ms`],
  ['a time-out that leads nowhere', one({ wait: { event: 'x', timeout: 'gone' } }), `${at}.wait.timeout`],
  ['a split without ways', one({ split: { ways: [] } }), `${at}.split.ways`],
  ['a way of less than nothing', one({ split: { ways: [{ weight: -1, next: 'a' }] } }), `${at}.split.ways.0.weight`],
  ['a scale that there is none of', one({ csat: { scale: 'hearts' } }), `${at}.csat.scale`],
  ['a no that leads nowhere', one({ resolved: { yes: 'a', no: 'gone' } }), `${at}.resolved.no`],
  ['an urgency that there is none of', one({ handoff: { priority: 'now' } }), `${at}.handoff.priority`],
  ['a flow that is gone', one({ run: 'gone' }), `${at}.run`],
  ['a jump to nowhere', one({ goto: {} }), `${at}.goto`],
  ['a jump to a step of another flow', one({ goto: { flow: 'f', step: 'gone' } }), `${at}.goto.step`],
  ['an else that no step is', one({ say: 'x', else: 'gone' }), `${at}.else`],
  ['a condition with an unknown operator', one({ say: 'x', if: { a: { $like: 1 } } }), `${at}.if.a.$like`],
  ['a message that there is none of', one({ say: '@gone' }), `${at}.say`],
  ['a message that English does not have', { ...one({ say: '@hi' }), messages: { ja: { hi: 'x' } } }, `${at}.say`],
  ['a message that is another', { ...one({ say: '@hi' }), messages: { en: { hi: '@ho', ho: 'x' } } }, 'messages.en.hi'],
  ['messages that are a text', { ...one({ say: 'x' }), messages: { en: 'x' } }, 'messages'],
  ['too rare a trigger', flow({ a: { end: true } }, { trigger: { on: 'open', every: 9000 } }), 'flows.0.trigger.every'],
  ['too many results', search({ limit: 9 }), `${at}.search.limit`],
  ['an empty tag', one({ tag: '' }), `${at}.tag`],
  ['a handoff with an unknown field', one({ handoff: { to: 'x' } }), `${at}.handoff.to`],
  ['an end that is not true', one({ end: 'yes' }), `${at}.end`],
  [
    'a key that reaches a prototype',
    JSON.parse(JSON.stringify(flow({ a: { end: true } })).replace('"a":', '"__proto__":')),
    'flows.0.steps.__proto__',
  ],
  ['endless nesting', JSON.parse('['.repeat(5000) + ']'.repeat(5000)), '0.'.repeat(24).slice(0, -1)],
];

/** What a page runs within its bounds, and an author is told of. */
const odd: [string, unknown, string][] = [
  ['a step that comes back to itself', one({ say: 'x', next: 'a' }), at],
  [
    'a round of three',
    flow({ a: { say: 'x', next: 'b' }, b: { tag: 't', next: 'c' }, c: { branch: [{ if: {}, next: 'a' }] } }),
    at,
  ],
  ['a round through a search that finds nothing', search({}), at],
  [
    'a round through two flows',
    {
      v: 1,
      flows: [
        { ...address, start: 'x', steps: { x: { goto: { flow: 'f' } } } },
        ...flow({ a: { run: 'address' } }).flows,
      ],
    },
    'flows.0.steps.x',
  ],
  ['a flow that runs itself', one({ run: 'f' }), at],
  [
    'a round past a flow that ends at once',
    { v: 1, flows: [{ ...address, start: 'end' }, ...flow({ a: { run: 'address', next: 'a' } }).flows] },
    'flows.1.steps.a',
  ],
  ['a round where a condition does not hold', one({ ask: { text: 'x' }, if: {}, else: 'a' }), at],
  ['a round through a call that fails', one({ call: { name: 'x', error: 'a' } }), at],
  ['a round through both hours', one({ hours: { open: 'a', closed: 'a' } }), at],
  [
    'a trigger by an event without its name',
    flow({ a: { end: true } }, { trigger: { on: 'event' } }),
    'flows.0.trigger.event',
  ],
  [
    'a trigger by idling without seconds',
    flow({ a: { end: true } }, { trigger: { on: 'idle' } }),
    'flows.0.trigger.seconds',
  ],
  ['a choice of nothing', ask({ type: 'choice' }), `${at}.ask.options`],
  ['retries that end nowhere', ask({ retries: 1 }), `${at}.ask.else`],
  [
    'a field to select from nothing',
    one({ form: { fields: [{ name: 'x', label: 'x', type: 'select' }] } }),
    `${at}.form.fields.0.options`,
  ],
  ['a wait for nothing', one({ wait: {} }), `${at}.wait.ms`],
  ['ways that nobody goes', one({ split: { ways: [{ weight: 0, next: 'a' }] } }), `${at}.split.ways`],
  [
    'a round through a question that may be skipped',
    one({ ask: { text: 'x', save: 's', unless: 'vars.s' }, next: 'a' }),
    at,
  ],
];

const refusal = (read: (json: unknown) => unknown, json: unknown): unknown => {
  try {
    read(json);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a flows file', () => {
  it('of every kind of step is let through as it is', () => {
    expect(parseFlowFile(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
    expect(checkFlowFile(whole)).toBe(whole);
    const kinds = [care, address, ...file.flows].flatMap(({ steps }) => Object.values(steps).flatMap(Object.keys));
    expect(new Set(kinds).size).toBeGreaterThanOrEqual(20);
  });

  it.each(odd)('with %s is refused where an author checks it', (_, json, path) => {
    expect(refusal(checkFlowFile, json)).toMatchObject({ code: 'invalid', path });
    expect(refusal(parseFlowFile, json)).toBeUndefined();
  });

  it.each(refused)('with %s is refused, and says where', (_, json, path) => {
    const thrown = refusal(parseFlowFile, json);
    expect(thrown).toBeInstanceOf(SobaniError);
    expect(thrown).toMatchObject({ code: 'invalid', path });
    expect((thrown as Error).message).toContain(path);
  });

  it('of the demo is let through', () => {
    const { flows } = checkFlowFile(JSON.parse(readFileSync('demo/messenger/flows.json', 'utf8')));
    expect(flows.map(({ trigger }) => trigger.on)).toContain('conversation');
  });

  it('may go round where the visitor is waited for', () => {
    expect(() => checkFlowFile(menu({ else: 'a' }))).not.toThrow();
    expect(() => checkFlowFile(one({ ask: { text: 'x', save: 's' }, next: 'a' }))).not.toThrow();
    const asks = { ...address, start: 'city' };
    const { flows } = flow({ a: { run: 'address', next: 'a' } });
    expect(() => checkFlowFile({ v: 1, flows: [asks, ...flows] })).not.toThrow();
  });

  it('leaves every prototype as it was', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const text = JSON.stringify(file).replaceAll('"menu"', `"${key}"`);
      expect(() => parseFlowFile(JSON.parse(text))).toThrow(SobaniError);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
