import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { parseFlowFile } from '../../src/flows/parse.js';
import { file } from './shop.js';

const flow = (steps: unknown, more = {}) => ({
  v: 1,
  flows: [{ id: 'f', version: 1, trigger: { on: 'message' }, start: 'a', steps, ...more }],
});
const one = (step: unknown) => flow({ a: step });
const menu = (more: object) => one({ choices: { text: 'x', options: [{ label: 'l', next: 'a' }], ...more } });
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
  ['no choices', menu({ options: [] }), `${at}.choices.options`],
  ['too many choices', menu({ options: Array(13).fill({ label: 'l', next: 'a' }) }), `${at}.choices.options`],
  ['a choice that leads nowhere', menu({ options: [{ label: 'l', next: 'b' }] }), `${at}.choices.options.0.next`],
  ['a choice without a label', menu({ options: [{ next: 'a' }] }), `${at}.choices.options.0.label`],
  ['a label too long', menu({ options: [{ label: 'x'.repeat(201), next: 'a' }] }), `${at}.choices.options.0.label`],
  ['an else that leads nowhere', menu({ else: 'b' }), `${at}.choices.else`],
  ['an answer of unknown type', ask({ type: 'date' }), `${at}.ask.type`],
  ['an answer without a name', ask({ save: undefined }), `${at}.ask.save`],
  ['an answer named as a prototype', ask({ save: '__proto__' }), `${at}.ask.save`],
  ['a limit that is no number', ask({ min: '1' }), `${at}.ask.min`],
  ['a limit that is not finite', ask({ max: Number.POSITIVE_INFINITY }), `${at}.ask.max`],
  ['an empty branch', one({ branch: [] }), `${at}.branch`],
  ['a branch without a condition', one({ branch: [{ next: 'a' }] }), `${at}.branch.0.if`],
  ['a search without a way out', search({ none: undefined }), `${at}.search.none`],
  ['too many results', search({ limit: 9 }), `${at}.search.limit`],
  ['an empty tag', one({ tag: '' }), `${at}.tag`],
  ['a handoff with an unknown field', one({ handoff: { to: 'x' } }), `${at}.handoff.to`],
  ['an end that is not true', one({ end: 'yes' }), `${at}.end`],
  ['a step that comes back to itself', one({ say: 'x', next: 'a' }), at],
  [
    'a round of three',
    flow({ a: { say: 'x', next: 'b' }, b: { tag: 't', next: 'c' }, c: { branch: [{ if: {}, next: 'a' }] } }),
    at,
  ],
  ['a round through a search that finds nothing', search({}), at],
  [
    'a round through a question that may be skipped',
    one({ ask: { text: 'x', save: 's', unless: 'vars.s' }, next: 'a' }),
    at,
  ],
  [
    'a key that reaches a prototype',
    JSON.parse(JSON.stringify(flow({ a: { end: true } })).replace('"a":', '"__proto__":')),
    'flows.0.steps.__proto__',
  ],
  ['endless nesting', JSON.parse('['.repeat(5000) + ']'.repeat(5000)), '0.'.repeat(24).slice(0, -1)],
];

describe('a flows file', () => {
  it('of every kind of step is let through as it is', () => {
    expect(parseFlowFile(JSON.parse(JSON.stringify(file)))).toEqual(file);
  });

  it.each(refused)('with %s is refused, and says where', (_, json, path) => {
    let thrown: unknown;
    try {
      parseFlowFile(json);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SobaniError);
    expect(thrown).toMatchObject({ code: 'invalid', path });
    expect((thrown as Error).message).toContain(path);
  });

  it('of the demo is let through', () => {
    const { flows } = parseFlowFile(JSON.parse(readFileSync('demo/messenger/flows.json', 'utf8')));
    expect(flows.map(({ trigger }) => trigger.on)).toContain('conversation');
  });

  it('may go round where the visitor is waited for', () => {
    expect(() => parseFlowFile(menu({ else: 'a' }))).not.toThrow();
    expect(() => parseFlowFile(one({ ask: { text: 'x', save: 's' }, next: 'a' }))).not.toThrow();
  });

  it('leaves every prototype as it was', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const text = JSON.stringify(file).replaceAll('"menu"', `"${key}"`);
      expect(() => parseFlowFile(JSON.parse(text))).toThrow(SobaniError);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
