import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkCommand } from '../../src/cli/check.js';
import { RULES } from '../../src/lint/findings.js';

let folder: string;
const printed: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
  printed.length = 0;
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((line: string) => void printed.push(line));
  }
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
const lines = () => printed.map((line) => line.replaceAll(`${folder}/`, ''));

const flows = (steps: object) =>
  JSON.stringify(
    { v: 1, flows: [{ id: 'welcome', version: 1, trigger: { on: 'conversation' }, start: 'hi', steps }] },
    null,
    1,
  );
const good = flows({ hi: { say: 'Hello', next: 'person' }, person: { handoff: {} } });
const article = (title: string, body = 'Text.') => `---\ntitle: ${title}\ndescription: About it.\n---\n${body}\n`;
const intent = (title: string, questions: string[], follows: string) =>
  `---\ntitle: ${title}\n${follows}\nquestions:\n${questions.map((one) => `  - ${one}\n`).join('')}---\n`;

const REFUND = [
  'I want my money back',
  'refund please',
  'how do I get a refund',
  'give me my money',
  'is my money coming back',
];
const PARCEL = [
  'where is my parcel',
  'track my parcel',
  'has my parcel left',
  'when does the parcel come',
  'parcel not here yet',
];

describe('sobani check', () => {
  it('finds flows, rules, help and answers in a folder by what is in them', async () => {
    await write({
      'bot/flows.json': good,
      'bot/rules.json': '{ "v": 1, "rules": [{ "id": "r", "when": { "on": "page" }, "show": { "flow": "welcome" } }] }',
      'texts/help/en/returns.md': article('Returns'),
      'texts/answers/en/refund.md': intent('Refund', REFUND, 'article: returns'),
      'texts/answers/en/parcel.md': intent('Parcel', PARCEL, 'flow: welcome'),
      'node_modules/other/flows.json': '{ "flows": [] }',
      'package.json': '{ "name": "shop" }',
      'src/de/notes.md': 'Not ours.',
    });
    expect(await checkCommand([folder])).toBe(0);
    expect(lines()).toEqual([
      '0 errors, 0 warnings in 1 flows files, 1 rules files, 1 help centres, 1 sets of answers',
    ]);
  });

  it('lists everything at once, with file, line, how bad it is, and how to mend it', async () => {
    await write({
      'flows.json': flows({
        hi: { say: { text: 'Hello {{user.name}}', article: 'retruns' }, next: 'persn' },
        person: { handoff: {} },
      }),
      'rules.json': '{ "v": 1,\n "rules": [\n { "id": "r", "when": { "on": "page" }, "show": { "flow": "gone" } } ] }',
      'help/en/returns.md': article('Returns', '[gone](gone.md)'),
      'help/ja/returns.md': article('返品'),
      'help/ja/shipping.md': article('配送'),
      'answers/en/refund.md': intent('Refund', REFUND.slice(0, 2), 'article: refunds'),
      'answers/en/parcel.md': intent('Parcel', PARCEL, 'flow: welcom'),
    });
    expect(await checkCommand([folder])).toBe(1);
    expect(lines()).toMatchInlineSnapshot(`
      [
        "answers/en/parcel.md:3: error: there is no flow "welcom"; did you mean "welcome"? [missing-flow]",
        "answers/en/refund.md:3: error: there is no article "refunds"; there are returns, shipping [missing-article]",
        "answers/en/refund.md:4: warning: only 2 to learn from; add some, in the words of real visitors, until there are 5 or more [few-questions]",
        "flows.json:14: warning: "user.name" may be missing here, which leaves a gap in the text; say what stands there otherwise, as {{user.name|…}}, or ask for it before [no-fallback]",
        "flows.json:15: error: there is no article "retruns"; did you mean "returns"? [missing-article]",
        "flows.json:17: error: there is no step "persn" in the flow "welcome"; did you mean "person"? [missing-target]",
        "flows.json:19: warning: no step leads to "person"; lead to it, or remove it [unreachable-step]",
        "help/en/returns.md:5: error: there is no article "gone.md" to link to [help]",
        "help/ja/shipping.md:1: warning: the article "shipping" is not in en; write en/shipping.md [missing-translation]",
        "rules.json:3: error: there is no flow "gone"; there are welcome [missing-flow]",
        "6 errors, 4 warnings in 1 flows files, 1 rules files, 1 help centres, 1 sets of answers",
      ]
    `);
  });

  it('names questions of intents that collide, to be moved', async () => {
    const a = ['I want my money back', 'how do I get a refund', 'is my money coming back', 'refund please now'];
    const b = ['my money back please', 'how do I get the refund', 'is the money coming back', 'a refund please'];
    await write({ 'a/en/one.md': intent('One', a, 'article: x'), 'a/en/two.md': intent('Two', b, 'article: x') });
    expect(await checkCommand([join(folder, 'a')])).toBe(0);
    expect(lines().find((line) => line.includes('colliding'))).toMatch(
      /^a\/en\/one\.md:\d+: warning: reads like "two": "[^"]+" \(line \d+\), .*; move what is about that to en\/two\.md, and write more like the rest here \[colliding-intents\]$/,
    );
  });

  it('says where a file is no JSON, and which of two keys counts', async () => {
    await write({
      'flows.json': '{\n "v": 1,\n "flows": [],\n}',
      'more.json': good.replace('"id":', '"id": "x", "id":'),
    });
    expect(await checkCommand([join(folder, 'flows.json'), join(folder, 'more.json')])).toBe(1);
    expect(lines().slice(0, 2)).toEqual([
      'flows.json:4: error: expected a key in double quotes, found "}"; write JSON: double quotes, no comments, no comma at the end of a list [not-json]',
      'more.json:5: error: there are two "id" here, and the last one counts; rename one [double-id]',
    ]);
  });

  it('never calls good what the messenger would refuse', async () => {
    const search = { query: 'message', found: 'Look:', limit: 9, next: 'person', none: 'person' };
    await write({ 'flows.json': flows({ hi: { search }, person: { handoff: {} } }) });
    expect(await checkCommand([folder])).toBe(1);
    expect(lines()[0]).toMatch(/^flows\.json:16: error: .*limit.* \[refused\]$/);
  });

  it('gives JSON for machines, and fails on warnings where it is strict', async () => {
    await write({ 'flows.json': flows({ hi: { say: 'Hello {{user.name}}' } }) });
    expect(await checkCommand([folder, '--format', 'json'])).toBe(0);
    expect(JSON.parse(printed.splice(0)[0]!)).toEqual([
      {
        file: join(folder, 'flows.json'),
        line: 13,
        severity: 'warning',
        rule: 'no-fallback',
        message: '"user.name" may be missing here, which leaves a gap in the text',
        mend: 'say what stands there otherwise, as {{user.name|…}}, or ask for it before',
      },
    ]);
    expect(await checkCommand([folder, '--strict'])).toBe(1);
  });

  it('has rules that docs/authors.md tells, as bad as they are', async () => {
    const docs = await readFile('docs/authors.md', 'utf8');
    const told = [...docs.matchAll(/^\| (`.*`) \| (error|warning) \| /gm)].flatMap(([, names, severity]) =>
      names!.split(', ').map((name) => [name.replaceAll('`', ''), severity]),
    );
    expect(Object.fromEntries(told)).toEqual(RULES);
  });

  it('says what is wrong with the call', async () => {
    expect(await checkCommand([join(folder, 'none')])).toBe(2);
    expect(printed.splice(0)).toEqual([`${join(folder, 'none')}: cannot be read`]);
    expect(await checkCommand([folder])).toBe(2);
    expect(printed.splice(0)).toEqual([`there are no flows, rules, articles or answers in ${folder}`]);
    await write({ 'x.json': '{}' });
    expect(await checkCommand([join(folder, 'x.json')])).toBe(2);
    expect(await checkCommand([folder, '--format', 'xml'])).toBe(2);
    expect(await checkCommand([])).toBe(2);
    expect(await checkCommand(['--help'])).toBe(0);
  });
});
