import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testCommand } from '../../src/cli/test.js';

let folder: string;
const printed: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steps-'));
  printed.length = 0;
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((line: string) => void printed.push(line));
  }
});
afterEach(() => rm(folder, { recursive: true }));

const json = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value, null, 1));
const flow = (steps: object, more: object = {}) => ({
  id: 'shop',
  version: 1,
  trigger: { on: 'conversation' },
  start: 'menu',
  steps,
  ...more,
});
const person = { handoff: { team: 'sales' } };

const SHOP = flow({
  menu: {
    ask: {
      text: 'What is it about?',
      options: [
        { label: 'My order', next: 'look' },
        { label: 'Return', next: 'form' },
        { label: 'A person', next: 'open', tag: 'person' },
      ],
      else: 'mean',
    },
  },
  look: { call: { name: 'find-order', save: 'order', error: 'person' }, next: 'tell' },
  tell: { say: 'It is {{vars.order.status|somewhere}}.', next: 'solved' },
  solved: { resolved: { yes: 'rate', no: 'person' } },
  rate: { csat: { save: 'score' }, next: 'thanks' },
  thanks: { say: 'Thank you for {{vars.score|that}}.' },
  form: { form: { fields: [{ name: 'reason', label: 'Why?', type: 'text' }] }, next: 'note' },
  note: { track: 'returned', next: 'wait' },
  wait: { wait: { event: 'label-printed', ms: 1000, timeout: 'person' }, next: 'bye' },
  bye: { say: 'Bring it to the post.' },
  open: { hours: { team: 'sales', open: 'person', closed: 'later' } },
  later: { say: 'We are back tomorrow.', next: 'person' },
  mean: { match: { intents: { refund: 'form' }, none: 'person' }, next: 'bye' },
  person,
});

describe('conversations', () => {
  it('press options, fill in forms, rate, wait, and have functions and office hours of their own', async () => {
    await json('flows.json', { v: 1, flows: [SHOP] });
    await json('order.convo.json', {
      functions: { 'find-order': { status: 'shipped' } },
      turns: [
        { open: true, expect: [{ choices: ['My order', 'Return', 'A person'] }] },
        { press: 'My order', expect: [{ call: 'find-order' }, 'It is shipped', { choices: ['Yes, thank you'] }] },
        { press: 'Yes, thank you', expect: [{ type: 'survey' }] },
        { rate: 5, expect: ['Thank you for 5', { end: true }] },
      ],
    });
    await json('failed.convo.json', {
      turns: [{ open: true }, { press: 'My order', expect: [{ handoff: { team: 'sales' } }] }],
    });
    await json('return.convo.json', {
      turns: [
        { open: true },
        { press: 'Return', expect: [{ type: 'form' }] },
        { form: { reason: 'too small' }, expect: [{ track: 'returned' }, { vars: { reason: 'too small' } }] },
        { event: 'label-printed', expect: ['Bring it'] },
      ],
    });
    await json('timeout.convo.json', {
      turns: [
        { open: true },
        { press: 'Return' },
        { form: { reason: 'too small' } },
        { wait: 1000, expect: [{ handoff: {} }] },
      ],
    });
    await json('closed.convo.json', {
      hours: { sales: false },
      turns: [{ open: true }, { press: 'A person', expect: ['back tomorrow', { handoff: { tags: ['person'] } }] }],
    });
    await json('words.convo.json', {
      turns: [{ open: true }, { visitor: 'something', expect: [{ match: 'something' }, { handoff: {} }] }],
    });
    expect(await testCommand([folder, '--walks', '100'])).toBe(0);
    expect(printed).toEqual([
      '6 of 6 conversations are as expected',
      expect.stringMatching(/^shop: 1[34] of 14 steps/),
      ...printed.slice(2, -1),
      '100 random walks, 0 things wrong',
    ]);
  });
});

describe('random walks', () => {
  it('find steps from which nobody comes away', async () => {
    const steps = { menu: { ask: { text: 'Again?', options: [{ label: 'Yes', next: 'menu' }], else: 'menu' } } };
    await json('flows.json', { v: 1, flows: [flow(steps)] });
    expect(await testCommand([folder, '--walks', '20'])).toBe(1);
    expect(printed[0]).toContain('shop: no walk came to an end or a person from menu');
  });

  it('find two flows that go round and round between each other', async () => {
    const jump = (to: string) => ({ menu: { say: 'Hi', next: 'on' }, on: { goto: { flow: to } } });
    await json('flows.json', { v: 1, flows: [flow(jump('other')), flow(jump('shop'), { id: 'other' })] });
    expect(await testCommand([folder, '--walks', '5'])).toBeGreaterThan(0);
  });
});
