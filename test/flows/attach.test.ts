import { describe, expect, it } from 'vitest';
import type { FlowFile } from '../../src/flows/format.js';
import { file } from './shop.js';
import { createWorld } from './world.js';

describe('flows in a conversation', () => {
  it('are fetched on first use, once', async () => {
    const world = createWorld();
    const page = world.open();
    await page.quiet();
    expect(world.fetches()).toBe(0);
    await page.write('hi');
    await page.write('1');
    await page.write('hi', 'd');
    expect(world.fetches()).toBe(1);
    expect(world.errors).toEqual([]);
  });

  it('greet when one is opened, answer from help, and do not greet again', async () => {
    const world = createWorld();
    const page = world.open();
    page.on.conversation('c');
    await page.quiet();
    page.on.conversation('c');
    await page.write('how to return it');
    await page.write('That helped');
    page.on.conversation('c');
    await page.quiet();
    expect(world.log).toEqual([
      'c: Hi! [Returns]',
      'c: Look: (returns) [That helped | Talk to a person]',
      'c: Within 30 days.',
    ]);
  });

  it('take the first flow whose condition holds', async () => {
    const world = createWorld();
    const page = world.open({ data: () => ({ page: { url: '/none' } }) });
    page.on.conversation('c');
    await page.quiet();
    expect(world.log).toEqual([]);
    await page.write('hello');
    expect(world.log[0]).toBe('c: Hello there!');
  });

  it('hand over what no flow answers', async () => {
    const world = createWorld({ v: 1, flows: [file.flows[0]] } as FlowFile);
    await world.open().write('hello');
    expect(world.log).toEqual(['c> I am passing you on to a person. They will answer here. no-answer']);
    expect(world.errors).toEqual([]);
  });

  const unusable: [string, unknown, string][] = [
    ['cannot be fetched', new Error('404'), 'unavailable'],
    ['is not of the format', { v: 1, flows: [{}] }, 'invalid'],
    ['is too large', { ...file, pad: 'x'.repeat(256 * 1024) }, 'too-large'],
  ];
  it.each(unusable)('hand over, and report once, when the file %s', async (_, given, code) => {
    const world = createWorld(given);
    const page = world.open();
    page.on.conversation('c');
    await page.write('hello');
    await page.write('hello', 'd');
    expect(world.log.map((line) => line.slice(-8))).toEqual([' no-flow', ' no-flow']);
    expect(world.errors.map((error) => error.code)).toEqual([code]);
    await expect(page.flows.start('shop', 'e')).rejects.toMatchObject({ code });
  });

  it('say nothing more after they handed over, also after a reload', async () => {
    const world = createWorld();
    const page = world.open();
    await page.write('agent');
    await page.write('hello?');
    await world.open().write('anyone?');
    expect(world.log).toEqual(['c> I am passing you on to a person. They will answer here. asked']);
  });

  it('fall silent at once when a person takes over', async () => {
    const world = createWorld();
    const page = world.open();
    await page.write('hi');
    world.log.length = 0;
    page.on.text('c', '1');
    page.on.person('c');
    await page.quiet();
    await page.write('hello');
    await world.open().write('hello');
    expect(world.log).toEqual([]);
  });

  it('handle what comes at once one after another', async () => {
    const world = createWorld();
    const page = world.open();
    page.on.text('c', 'hi');
    page.on.text('c', '1');
    page.on.text('d', 'hi');
    page.on.text('c', 'a@b.example');
    await page.quiet();
    expect(world.log.filter((line) => line.startsWith('c'))).toEqual([
      'c: Hello there!',
      'c: What is it about? [My order | Something else | Just looking]',
      'c: Which email?',
      'c: How many items, a@b.example?',
    ]);
    expect(world.log).toHaveLength(6);
  });

  it('can be started by id, whatever went before', async () => {
    const world = createWorld();
    const page = world.open();
    await page.write('agent');
    await page.flows.start('shop', 'c');
    await expect(page.flows.start('none', 'c')).rejects.toMatchObject({ code: 'not-found' });
    await page.write('3');
    expect(world.log.slice(1)).toEqual([
      'c: Hello there!',
      'c: What is it about? [My order | Something else | Just looking]',
      'c: Goodbye!',
    ]);
  });

  it('stop with their host', async () => {
    const world = createWorld();
    const page = world.open();
    page.on.text('c', 'hi');
    page.flows.stop();
    await page.write('hi');
    expect(world.log).toEqual([]);
  });

  it('go on without the help centre when it cannot be had', async () => {
    const world = createWorld();
    const page = world.open({ help: () => Promise.reject(new Error('offline')) });
    for (const text of ['hi', '2', 'how to return it']) await page.write(text);
    expect(world.log.at(-1)).toBe('c> One moment, please. shop');
    expect(world.errors.map((error) => error.code)).toEqual(['unavailable']);
  });
});

describe('after a reload', () => {
  const texts = ['hi', 'eh', '1', 'a@b.example', '12', '03-1234-5678'];
  const whole = async () => {
    const world = createWorld();
    const page = world.open();
    for (const text of texts) await page.write(text);
    return world.log;
  };

  it('flows go on at the same prompt without repeating it', async () => {
    const world = createWorld();
    for (const text of texts) await world.open().write(text);
    expect(world.log).toEqual(await whole());
  });

  it('whatever was interrupted is finished, at worst saying one message again', async () => {
    const expected = await whole();
    for (let acts = 0; acts < 40; acts++) {
      const world = createWorld();
      let page = world.open();
      for (const text of texts) {
        if (text === '1') world.breakAfter(acts);
        await page.write(text);
        if (world.errors.length) break;
      }
      const interrupted = world.errors.length > 0;
      world.breakAfter(Number.POSITIVE_INFINITY);
      page = world.open();
      page.on.conversation('c');
      await page.quiet();
      const out = world.log.filter((line, i) => line !== world.log[i - 1]);
      expect(out, `after ${acts} acts`).toEqual(expected.slice(0, out.length));
      expect(world.log.length - out.length).toBeLessThanOrEqual(1);
      if (!interrupted) expect(out).toEqual(expected);
    }
  });

  const foreign: [string, unknown][] = [
    [
      'of another version',
      { v: 1, state: { flow: 'shop', version: 2, at: 'menu', vars: {}, tags: [], misses: 0, steps: 0 } },
    ],
    [
      'at a step that is gone',
      { v: 1, state: { flow: 'shop', version: 3, at: 'toString', vars: {}, tags: [], misses: 0, steps: 0 } },
    ],
    [
      'of a flow that is gone',
      { v: 1, state: { flow: 'old', version: 3, at: 'menu', vars: {}, tags: [], misses: 0, steps: 0 } },
    ],
    ['of unknown shape', { step: 5 }],
    ['that is text', 'menu'],
    [
      'with tags that are none',
      { v: 1, state: { flow: 'shop', version: 3, at: 'menu', vars: {}, tags: [{}], misses: 0, steps: 0 } },
    ],
  ];
  it.each(foreign)('a state %s starts again, and says so', async (_, state) => {
    const world = createWorld();
    world.disk.set('c', JSON.stringify(state));
    await world.open().write('hello');
    expect(world.log).toEqual([
      'c: This chat has been updated, so let us start again.',
      'c: Hello there!',
      'c: What is it about? [My order | Something else | Just looking]',
    ]);
    expect(world.errors).toEqual([]);
  });
});
