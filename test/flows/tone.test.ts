/** A flow that begins by how the visitor's words sound. */
import { describe, expect, it } from 'vitest';
import { checkFlowFile } from '../../src/flows/check.js';
import { createWorld } from './world.js';

const ask = {
  ask: { text: 'Which?', save: 'which', options: [{ label: 'Now!!', tag: 'now' }, { label: 'Later' }] },
  next: 'more',
};
const welcome = {
  id: 'welcome',
  version: 1,
  trigger: { on: 'message' },
  start: 'a',
  steps: { a: ask, more: { ask: { text: 'And what is it?' } } },
};
const upset = {
  id: 'upset',
  version: 1,
  trigger: { on: 'tone', tone: 'angry' },
  start: 'p',
  steps: { p: { handoff: { text: 'A person, {{vars.which|soon}}', tags: ['upset'], reason: 'upset' } } },
};
const file = { v: 1, flows: [welcome, upset] };

describe('words that sound angry', () => {
  it('begin their flow before any other', async () => {
    const world = createWorld(file);
    const page = world.open();
    await page.write('Where is my order!!');
    expect(world.log).toEqual(['c> A person, soon upset upset']);
    expect(world.traces.at(-1)).toMatchObject({ trigger: 'tone', flow: 'upset' });
  });

  it('begin it in the middle of another, whose answers and tags go along', async () => {
    const world = createWorld(file);
    const page = world.open();
    await page.write('hello');
    await page.write('now!!');
    await page.write('It is broken!!');
    expect(world.log.at(-1)).toBe('c> A person, Now!! upset now upset');
  });

  it('are no more than a choice where they are what is offered, and a wish for a person hands over as always', async () => {
    const world = createWorld(file);
    const page = world.open();
    await page.write('hello');
    await page.write('Now!!');
    expect(world.log.at(-1)).toBe('c: And what is it?');
    await page.write('talk to a person!!');
    expect(world.log.at(-1)).toMatch(/^c> I am passing you on .* asked now$/);
  });

  it('go on in a flow that a tone began, and change nothing where none asks for it', async () => {
    const asking = {
      ...upset,
      steps: { p: { ask: { text: 'Shall I?', save: 'say' }, next: 'q' }, q: { say: 'Yes: {{vars.say}}' } },
    };
    const world = createWorld({ v: 1, flows: [asking] });
    const page = world.open();
    await page.write('no!!');
    await page.write('of course!!');
    expect(world.log).toEqual(['c: Shall I?', 'c: Yes: of course!!']);
    const calm = createWorld({ v: 1, flows: [welcome] });
    let asked = 0;
    const other = calm.open({ tone: async () => (++asked ? 'angry' : 'plain') });
    await other.write('hello!!');
    expect([asked, calm.log.length]).toEqual([0, 1]);
  });

  it('are words as any others where the tone cannot be had, and that is told', async () => {
    const world = createWorld(file);
    const page = world.open({ tone: async () => Promise.reject(new Error('offline')) });
    await page.write('Where is it!!');
    expect(world.log[0]).toMatch(/^c: Which\?/);
    expect(world.errors.map(({ code }) => code)).toEqual(['internal']);
  });
});

it('a trigger on a tone says which', () => {
  const bad = { v: 1, flows: [{ ...upset, trigger: { on: 'tone' } }] };
  expect(() => checkFlowFile(bad)).toThrow('flows.0.trigger.tone');
  expect(() => checkFlowFile({ v: 1, flows: [{ ...upset, trigger: { on: 'tone', tone: 'sad' } }] })).toThrow(
    'flows.0.trigger.tone',
  );
});
