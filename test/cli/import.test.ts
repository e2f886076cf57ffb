import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compileAnswers } from '../../src/cli/build-answers.js';
import { compileHelp } from '../../src/cli/build-help.js';
import { parseCsv } from '../../src/cli/csv.js';
import { importCommand } from '../../src/cli/import.js';

const FIXTURES = 'test/cli/fixtures';
let out: string;
const printed: string[] = [];

beforeEach(async () => {
  out = join(await mkdtemp(join(tmpdir(), 'import-')), 'out');
  printed.length = 0;
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation((line: string) => void printed.push(line));
  }
});
afterEach(() => rm(join(out, '..'), { recursive: true }));

const read = (name: string) => readFile(join(out, name), 'utf8');
const notes = () => printed.map((line) => line.replace(/^test\/cli\/fixtures\/[\w.]+: /, ''));

describe('sobani import zendesk', () => {
  it('makes a help centre that compiles, one name for an article in all its languages', async () => {
    expect(await importCommand(['zendesk', `${FIXTURES}/zendesk.json`, '--out', out])).toBe(0);
    expect((await readdir(out, { recursive: true })).sort()).toEqual([
      'en',
      'en/delivery.md',
      'en/how-to-return-an-item.md',
      'ja',
      'ja/how-to-return-an-item.md',
    ]);
    expect((await compileHelp(out)).counts).toEqual({ en: 2, ja: 1 });
  });

  it('keeps text, links between articles, lists, tables and code', async () => {
    await importCommand(['zendesk', `${FIXTURES}/zendesk.json`, '--out', out]);
    expect(await read('en/how-to-return-an-item.md')).toMatchInlineSnapshot(`
      "---
      title: How to return an item
      description: You have 30 days. See delivery and your orders.
      tags:
        - refund
        - exchange
      ---
      ## Returns

      You have **30 days**. See [delivery](delivery.md) and [your orders](/orders).

      ### Steps

      1. Open *Orders*
      2. Press Return

         - once

      ![label printer](https://cdn.example.com/label_printer.png)

      | Where | Costs |
      | - | - |
      | Germany | free \\| always |

      \`\`\`
      code <b>
      \`\`\`

      5 < 6 and \\*not bold\\* # no heading
      "
    `);
  });

  it('tells what it left out, and why', async () => {
    await importCommand(['zendesk', `${FIXTURES}/zendesk.json`, '--out', out]);
    expect(notes()).toEqual([
      'articles[3] "Not yet": is a draft, and was left out',
      'articles[5] "Elsewhere": "../../etc" is no language; it was left out',
      'articles[6] "": has no title, and was left out',
      'articles[7] "": has no title, and was left out',
      expect.stringContaining('nobody says what the picture https://cdn.example.com/label_printer.png shows'),
      'articles[4] "Empty": <script> was left out',
      'articles[4] "Empty": has no text, and was left out',
      `3 files in ${out}, 7 notes`,
    ]);
  });
});

describe('sobani import intercom', () => {
  it('makes a help centre that compiles, without drafts', async () => {
    expect(await importCommand(['intercom', `${FIXTURES}/intercom.json`, '--out', out])).toBe(0);
    expect(await read('en/reset-your-password.md')).toBe(
      '---\ntitle: Reset your password\ndescription: When you cannot sign in.\n---\nOpen the **sign-in** page.\n',
    );
    expect(await read('en/signing-in.md')).toContain('[resetting](reset-your-password.md)');
    expect((await compileHelp(out)).counts).toEqual({ en: 2 });
    expect(notes()).toContain('data[0] "Reset your password": <iframe> was left out');
  });
});

describe('sobani import csv', () => {
  it('makes answers that compile: rows of one intent, or with the same answer, are questions of one', async () => {
    expect(await importCommand(['csv', `${FIXTURES}/questions.csv`, '--out', out])).toBe(0);
    expect(await read('en/refund.md')).toBe(
      '---\ntitle: How do I get my money back?\nquestions:\n  - How do I get my money back?\n  - I want a refund\n---\nWithin 30 days.\n\nWrite "refund" on the parcel; we do the rest.\n',
    );
    const { reports } = await compileAnswers(out);
    expect(reports.en).toMatchObject({ intents: 2, questions: 4 });
    expect(reports.ja).toMatchObject({ intents: 1, questions: 1 });
    expect(notes()).toEqual([
      'line 6: the same question is in line 5; it was left out',
      'line 10: a question is 1 to 500 characters with a word in them; it was left out',
      'line 11: there is no answer; it was left out',
      `3 files in ${out}, 3 notes`,
    ]);
  });

  it('reads back every table that RFC 4180 can write', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ';', ' ', 'あ') });
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = [rows[0]!.map(() => 'head'), ...rows]
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join(end);
        const filled = rows.filter((row) => row.some((one) => one.trim()));
        expect(
          parseCsv(text)
            .slice(1)
            .map(({ fields }) => fields),
        ).toEqual(filled);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a,b\n"open', 'line 2: a quote is opened and not closed'],
    ['a,b\n"x"y,1', 'line 2: something follows a closing quote'],
    ['a,b\nx"y,1', 'line 2: a field with a quote in it must be in quotes'],
  ])('says which line of %j is wrong', (text, problem) => {
    expect(() => parseCsv(text)).toThrow(problem);
  });
});

describe('sobani import', () => {
  it('replaces nothing that is there, unless it is told to', async () => {
    const run = (...more: string[]) => importCommand(['intercom', `${FIXTURES}/intercom.json`, '--out', out, ...more]);
    expect(await run()).toBe(0);
    await writeFile(join(out, 'en/signing-in.md'), 'mine');
    expect(await run()).toBe(1);
    expect(await read('en/signing-in.md')).toBe('mine');
    expect(await run('--overwrite')).toBe(0);
    expect(await read('en/signing-in.md')).toContain('title: Signing in');
  });

  it('says what is wrong with the file or the call', async () => {
    const bad = join(out, '../bad.json');
    await writeFile(bad, '{\n "articles": [,] }');
    expect(await importCommand(['zendesk', bad, '--out', out])).toBe(1);
    expect(printed.splice(0)).toEqual([`${bad}: line 2: expected a value, found ","`]);
    await writeFile(bad, '[]');
    expect(await importCommand(['intercom', bad, '--out', out])).toBe(1);
    expect(printed.splice(0)).toEqual([`${bad}: the file must be an object with a list "data"`]);
    expect(await importCommand(['zendesk', join(out, 'none'), '--out', out])).toBe(1);
    expect(await importCommand(['freshdesk', bad, '--out', out])).toBe(2);
    expect(await importCommand(['csv', bad])).toBe(2);
    expect(await importCommand(['csv', bad, '--out', out, '--locale', '../x'])).toBe(2);
    expect(await importCommand(['--help'])).toBe(0);
  });
});
