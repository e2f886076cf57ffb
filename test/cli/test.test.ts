import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testCommand } from '../../src/cli/test.js';

let folder: string;
const printed: string[] = [];

const flow = (steps: object, more: object = {}) => ({
  id: 'welcome',
  version: 1,
  trigger: { on: 'conversation' },
  start: 'hi',
  steps,
  ...more,
});
const SHOP = [
  flow({
    hi: { say: 'Hello {{user.name|there}}!', next: 'name' },
    name: { ask: { text: 'Which order?', save: 'order' }, next: 'route' },
    route: { branch: [{ if: { 'user.plan': 'pro' }, next: 'mark' }], next: 'find' },
    mark: { tag: 'vip', next: 'person' },
    find: { search: { query: 'vars.message', found: 'This may help:', next: 'bye', none: 'person' } },
    bye: { say: 'Glad to help.' },
    person: { handoff: { text: 'One moment.', team: 'sales', reason: 'asked' } },
  }),
  flow(
    {
      hi: { search: { query: 'vars.message', found: 'Look:', next: 'bye', none: 'person' } },
      bye: { say: 'Bye.' },
      person: { handoff: {} },
    },
    { id: 'words', trigger: { on: 'message' } },
  ),
];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test-'));
  printed.length = 0;
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((line: string) => void printed.push(line));
  }
  await json('flows.json', { v: 1, flows: SHOP });
});
afterEach(() => rm(folder, { recursive: true }));

const json = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value, null, 1));
const lines = () => printed.map((line) => line.replaceAll(`${folder}/`, ''));
const run = (...more: string[]) => {
  printed.length = 0;
  return testCommand([folder, '--walks', '0', ...more]);
};

describe('conversations', () => {
  it('are played with the flows, the help centre and a context, and compared in part', async () => {
    await cp('demo/help', join(folder, 'help'), { recursive: true });
    await json('helped.convo.json', {
      context: { locale: 'en', user: { name: 'Aiko' } },
      turns: [
        { open: true, expect: ['Hello Aiko', 'Which order?'] },
        {
          visitor: 'how do I return something',
          expect: [
            { search: '/return/' },
            { article: 'returns' },
            { choices: ['That helped'] },
            { vars: { order: '/return/' } },
          ],
        },
        { press: 'That helped', expect: ['Glad', { end: true }] },
      ],
    });
    await json('vip.convo.json', {
      context: { user: { plan: 'pro' } },
      turns: [
        { start: 'welcome' },
        { visitor: 'HK-1', expect: [{ tag: 'vip' }, { handoff: { team: 'sales', tags: ['vip'] } }] },
      ],
    });
    await json('words.convo.json', { turns: [{ visitor: 'returns', expect: ['Look:', { article: 'returns' }] }] });
    expect(await run()).toBe(0);
    expect(lines()).toEqual([
      '3 of 3 conversations are as expected',
      'welcome: 7 of 7 steps, 3 of 4 branches',
      '  not taken: find → person',
      'words: 1 of 3 steps, 0 of 2 branches',
      '  not run: bye, person',
      '  not taken: hi → bye, hi → person',
    ]);
    expect(await run('--coverage', '90')).toBe(1);
    expect(lines()).toContain('80.0 % of all steps were run, 90.0 % must be');
  });

  it('that go another way fail, with the line and what came instead', async () => {
    await json('wrong.convo.json', {
      turns: [
        { open: true, expect: ['Good bye'] },
        { press: 'Yes', expect: [] },
      ],
    });
    expect(await run()).toBe(1);
    expect(lines().slice(0, 3)).toEqual([
      'wrong.convo.json:5: expected "Good bye", there came \n      Hello there!\n      Which order?',
      'wrong.convo.json:10: there is no "Yes" to press; nothing can be pressed',
      '0 of 1 conversations are as expected',
    ]);
  });

  it('that are no such file say so', async () => {
    await json('bad.convo.json', { turn: [], turns: [{ visitor: 7 }, { say: 'x' }] });
    await writeFile(join(folder, 'worse.convo.json'), '{ "turns": [');
    expect(await run()).toBe(1);
    expect(lines()).toEqual(
      expect.arrayContaining([
        'bad.convo.json:2: unknown field "turn"; did you mean "turns"?',
        'bad.convo.json:5: visitor must be a text',
        'bad.convo.json:7: a turn has one of open, start, visitor, press, form, rate, event, wait',
        'worse.convo.json:1: expected a value, the file ends',
      ]),
    );
  });

  it('expected to stay silent fail when something is said, and are over once a person has them', async () => {
    await json('a.convo.json', { turns: [{ open: true, expect: [] }] });
    await json('b.convo.json', { turns: [{ visitor: '' }, { visitor: 'again' }] });
    expect(await run()).toBe(1);
    expect(lines()[0]).toMatch(/^a\.convo\.json:5: expected nothing, there came/);
    expect(lines()[1]).toBe('b.convo.json:7: a person has the conversation: the flows are silent');
  });

  it('are held to their transcripts, which --update writes', async () => {
    await json('a.convo.json', { turns: [{ open: true }, { visitor: 'HK-1' }] });
    expect(await run('--update')).toBe(0);
    const transcript = await readFile(join(folder, 'a.transcript.txt'), 'utf8');
    expect(transcript).toBe(
      '> (open)\nHello there!\nWhich order?\n> HK-1\n(searched for "HK-1")\n-> person team=sales reason=asked\n(end)\n',
    );
    expect(await run()).toBe(0);
    await writeFile(join(folder, 'a.transcript.txt'), transcript.replace('Which order?', 'Which one?'));
    expect(await run()).toBe(1);
    expect(lines()[0]).toBe(
      'a.transcript.txt:3: was "Which one?", is "Which order?"; if that is right, run with --update',
    );
  });
});

describe('random walks', () => {
  it('find nothing wrong with flows that answer everything', async () => {
    expect(await testCommand([folder, '--walks', '50'])).toBe(0);
    expect(lines()).toEqual(['100 random walks, 0 things wrong']);
  });

  it('find a reply that ends in silence, and say how to come there; the same each time', async () => {
    await json('flows.json', {
      v: 1,
      flows: [flow({ hi: { ask: { text: 'Name?', save: 'name' }, next: 'mark' }, mark: { tag: 'x' } })],
    });
    expect(await testCommand([folder, '--walks', '50'])).toBe(1);
    const first = lines();
    expect(first[0]).toMatch(/^flows\.json: welcome: ends in silence after "hi" \(walk 1: "welcome", ".*"\)$/);
    printed.length = 0;
    await testCommand([folder, '--walks', '50']);
    expect(lines()).toEqual(first);
  });
});

describe('answers', () => {
  it('are measured on what was held out, with the curve and what collides, and have a floor', async () => {
    await cp('test/help/answers-fixtures', join(folder, 'answers'), { recursive: true });
    expect(await run()).toBe(0);
    expect(lines()[0]).toMatch(
      /^en: 4 intents, 22 questions; held out, \d+\.\d % are answered right, \d+\.\d % by one of three$/,
    );
    expect(lines()).toContain('en: questions for each intent, right, right among three');
    expect(lines().filter((line) => /^ +\d+ +\d+\.\d % +\d+\.\d %$/.test(line)).length).toBeGreaterThan(2);
    expect(await run('--floor', '100')).toBe(1);
    expect(lines()).toContain('en: 100.0 % must be answered right');
  });

  it('and search are held to assertions, with a floor for the whole file', async () => {
    await cp('test/help/answers-fixtures', join(folder, 'answers'), { recursive: true });
    await cp('demo/help', join(folder, 'help'), { recursive: true });
    const assertions = [
      { q: 'I want a refund', expect: { intent: 'refund' } },
      { q: 'will it rain on mars', expect: 'none' },
      { q: 'send it back', expect: { articles: ['returns'] } },
      { q: 'I want a refund please', expect: { intent: 'payment' } },
    ];
    await json('a.match.json', { floor: 0.75, assertions });
    expect(await run()).toBe(0);
    expect(lines()).toContain('a.match.json:22: "I want a refund please" is taken for "refund", not payment');
    expect(lines()).toContain('a.match.json: 3 of 4 lead where they should');
    expect(lines().at(-1)).toMatch(/^en: words that no article has: .*\bmars\b/);
    await json('a.match.json', { assertions });
    expect(await run()).toBe(1);
    expect(lines()).toContain('a.match.json: 3 of 4 lead where they should; 100.0 % must');
  });
});

describe('sobani test', () => {
  it('plays the conversation that docs/authors.md begins with', async () => {
    const docs = await readFile('docs/authors.md', 'utf8');
    const [, text] = /^# For authors\n\n```sh\n[\s\S]*?<<'END'\n([\s\S]*?)END\n/.exec(docs)!;
    await cp('demo/help', join(folder, 'help'), { recursive: true });
    await writeFile(join(folder, 'returns.convo.json'), text!);
    expect(await run()).toBe(0);
    expect(lines()[0]).toBe('1 of 1 conversations are as expected');
  });

  it('says what is wrong with the call, or the flows', async () => {
    expect(await testCommand([])).toBe(2);
    expect(await testCommand([folder, '--walks', 'many'])).toBe(2);
    expect(await testCommand([join(folder, 'none')])).toBe(2);
    expect(await testCommand(['--help'])).toBe(0);
    await json('more.json', { v: 1, flows: SHOP });
    expect(await run()).toBe(2);
    expect(printed[0]).toBe('there are 2 flows files; name a folder with one');
    await rm(join(folder, 'more.json'));
    await json('flows.json', { v: 1, flows: [flow({ hi: { say: 'x', next: 'gone' } })] });
    expect(await run()).toBe(2);
    expect(lines()[0]).toMatch(/^flows\.json:14: flows\.0\.steps\.hi\.next.*; sobani check lists all$/);
  });
});
