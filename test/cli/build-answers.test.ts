import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildAnswers, compileAnswers } from '../../src/cli/build-answers.js';
import { classify } from '../../src/help/answers/classify.js';
import { toModel } from '../../src/help/answers/compile.js';
import { parseAnswers, parseAnswersManifest } from '../../src/help/answers/parse.js';

const FIXTURES = 'test/help/answers-fixtures';
let folder: string;
let out: string;
const printed: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answers-'));
  out = join(folder, 'out');
  printed.length = 0;
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((line: string) => void printed.push(...line.split('\n')));
  }
});
afterEach(() => rm(folder, { recursive: true }));

const intent = async (name: string, text: string) => {
  await mkdir(join(folder, 'in/en'), { recursive: true });
  await writeFile(join(folder, 'in/en', name), text);
};
const front = (questions: string, more = 'article: a') => `---\ntitle: T\n${more}\nquestions:\n${questions}\n---\n`;
const problems = () => printed.map((line) => line.replace(join(folder, 'in/en/'), ''));

describe('sobani build-answers', () => {
  it('writes a manifest and one file for each language, and says how large and how good they are', async () => {
    expect(await buildAnswers([FIXTURES, '--out', out])).toBe(0);
    const names = (await readdir(out)).sort();
    expect(names).toEqual([
      expect.stringMatching(/^answers-en-[0-9a-f]{12}\.json$/),
      expect.stringMatching(/^answers-ja-[0-9a-f]{12}\.json$/),
      'answers.json',
    ]);
    const manifest = parseAnswersManifest(JSON.parse(await readFile(join(out, 'answers.json'), 'utf8')));
    expect(manifest).toEqual({ v: 1, locales: { en: names[0], ja: names[1] }, fallback: 'en' });
    expect(printed).toEqual([
      expect.stringMatching(/^en: 4 intents, 22 questions, \d+ bytes gzip, answers-en-/),
      expect.stringMatching(/^en: held out, [\d.]+ % are answered right, [\d.]+ % by one of three$/),
      expect.stringMatching(/^ja: 2 intents, 10 questions, \d+ bytes gzip, answers-ja-/),
      expect.stringMatching(/^ja: held out, /),
    ]);
  });

  it('keeps what an intent says and leads to', async () => {
    const { files, manifest } = await compileAnswers(FIXTURES);
    const file = parseAnswers(JSON.parse(files[manifest.locales.en!]!));
    expect(file.intents).toEqual([
      { id: 'opening-hours', title: 'When we are here', answer: 'We are here from 9 to 18, Monday to Friday.' },
      { id: 'order-status', title: 'Where is my order?', flow: 'order-status' },
      {
        id: 'payment',
        title: 'Paying failed',
        answer: 'Three things often help.',
        article: 'payment',
        flow: 'payment-trouble',
      },
      { id: 'refund', title: 'Getting a refund', article: 'returns' },
    ]);
    expect(file.text!.questions[1]).toContain('Status of order: still waiting');
  });

  it('makes models that answer, in each language', async () => {
    const { files, manifest } = await compileAnswers(FIXTURES);
    for (const [locale, text, id] of [
      ['en', 'please give me my money back', 'refund'],
      ['en', 'my crad was declined', 'payment'],
      ['ja', '商品はいつ届くのですか', 'order-status'],
      ['ja', '返金はまだですか', 'refund'],
    ]) {
      const model = toModel(parseAnswers(JSON.parse(files[manifest.locales[locale!]!]!)));
      expect(classify(model, text!).ranked[0]!.intent.id, text).toBe(id);
    }
  });

  it('writes the same bytes from the same input, in either form', async () => {
    for (const form of ['text', 'weights'] as const) {
      const first = await compileAnswers(FIXTURES, { form });
      expect(await compileAnswers(FIXTURES, { form })).toEqual(first);
      expect(JSON.parse(first.files[first.manifest.locales.en!]!)).toHaveProperty(form);
    }
  });

  it('leaves one generation of its files, and all that is not its own', async () => {
    await cp(FIXTURES, join(folder, 'in'), { recursive: true });
    const run = () => buildAnswers([join(folder, 'in'), '--out', out]);
    await run();
    await writeFile(join(out, 'answers-notes.json'), '{}');
    const before = await readdir(out);
    await intent('gift.md', front('- Do you sell gift vouchers?'));
    await run();
    const after = await readdir(out);
    expect(after).toHaveLength(before.length);
    expect(after).toContain('answers-notes.json');
    expect(after).not.toEqual(before);
  });

  it('names every problem with its file and line, and writes nothing', async () => {
    await intent('a.md', front('- one question\n- 7\n- One  question!\n- "…"\n- the other one'));
    await intent('b.md', front('- the other one', 'artikel: a\narticle: x/y'));
    await intent('c.md', '---\ntitle: "T\n---\n');
    await intent('d.md', 'Text.');
    await intent('E F.md', front('- something else'));
    await intent('g.md', '---\nquestions: []\n---\n');
    await intent('h.md', `---\ntitle: T\n---\n${'x'.repeat(10_001)}`);
    expect(await buildAnswers([join(folder, 'in'), '--out', out])).toBe(1);
    await expect(readdir(out)).rejects.toThrow();
    expect(problems()).toEqual([
      'E F.md:1: name the file with a-z, 0-9 and -, at most 64 of them',
      'a.md:6: a question is 1 to 500 characters of text; quote it if it has a colon',
      'a.md:7: "One  question!" is the same as the question in line 5',
      'a.md:8: "…" has no words',
      'b.md:3: unknown field "artikel"; there are title, questions, article, flow',
      'b.md:4: article must be an id: 1 to 64 of A-Z a-z 0-9 _ -',
      'b.md:1: say what follows: article: …, flow: …, or an answer below the front matter',
      'b.md:6: "the other one" is asked in a.md:9 as well; it can belong to one intent only',
      'c.md:2: Missing closing "quote',
      'd.md:1: begin with front matter: ---, title: …, questions: …, ---',
      'g.md:1: title is required: 1 to 200 characters',
      'g.md:1: say what follows: article: …, flow: …, or an answer below the front matter',
      'g.md:2: questions is required: a list of what people ask, in their words',
      'h.md:4: the answer is longer than 10000 characters; make it an article',
      'h.md:1: say what follows: article: …, flow: …, or an answer below the front matter',
      'h.md:1: questions is required: a list of what people ask, in their words',
    ]);
  });

  it('makes an answering model of the example that docs/answers.md begins with', async () => {
    const docs = await readFile('docs/answers.md', 'utf8');
    const [, path, text] = /^# Answers\n\n```sh\n.*cat > answers\/(\S+) <<'END'\n([\s\S]*?)END\n/.exec(docs)!;
    expect(path).toBe('en/refund.md');
    await intent('refund.md', text!);
    const { files, manifest } = await compileAnswers(join(folder, 'in'));
    const model = toModel(parseAnswers(JSON.parse(files[manifest.locales.en!]!)));
    expect(classify(model, 'how to get my money back').ranked[0]).toMatchObject({
      intent: { id: 'refund', article: 'returns' },
    });
    expect(classify(model, 'will it rain').verdict).toBe('none');
  });

  it('says what is wrong with the folder or the call', async () => {
    expect(await buildAnswers([join(folder, 'none'), '--out', out])).toBe(1);
    expect(printed.splice(0)).toEqual([`${join(folder, 'none')}: cannot be read`]);
    await mkdir(join(folder, 'in/English'), { recursive: true });
    expect(await buildAnswers([join(folder, 'in'), '--out', out])).toBe(1);
    expect(printed.splice(0)).toEqual([
      `${join(folder, 'in/English')}:1: name the folder by its language, such as en or pt-BR`,
    ]);
    expect(await buildAnswers([FIXTURES, '--out', out, '--form', 'magic'])).toBe(1);
    expect(printed.splice(0)[0]).toBe('--form: "magic" is neither text nor weights');
    expect(await buildAnswers([FIXTURES])).toBe(1);
    expect(printed.splice(0)[0]).toMatch(/^Usage: sobani build-answers/);
    expect(await buildAnswers(['--help'])).toBe(0);
  });
});
