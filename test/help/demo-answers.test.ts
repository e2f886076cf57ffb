import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CompiledAnswers, compileAnswers } from '../../src/cli/build-answers.js';
import { parseOfficeHours } from '../../src/core/parse-office-hours.js';
import { classify } from '../../src/help/answers/classify.js';
import { toModel } from '../../src/help/answers/compile.js';
import type { AnswersFile } from '../../src/help/answers/format.js';
import { demoPages } from './measure.js';

const LOCALES = ['en', 'ja'];
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

let compiled: CompiledAnswers;
beforeAll(async () => {
  compiled = await compileAnswers('demo/answers');
}, 120_000);

const fileOf = (locale: string): AnswersFile => JSON.parse(compiled.files[compiled.manifest.locales[locale]!]!);

describe('what customers of the demo ask', () => {
  it('is the same 25 intents in both languages, with a dozen questions and more each', () => {
    const ids = LOCALES.map((locale) => fileOf(locale).intents.map(({ id }) => id));
    expect(ids[0]).toHaveLength(25);
    expect(ids[1]).toEqual(ids[0]);
    for (const locale of LOCALES) {
      for (const questions of fileOf(locale).text!.questions) expect(questions.length).toBeGreaterThanOrEqual(12);
    }
  });

  it.each(LOCALES)('in %s leads to articles and flows that there are', async (locale) => {
    const { intents } = fileOf(locale);
    const articles = (await demoPages(locale)).map(({ id }) => id);
    const flows = readJson('demo/messenger/flows.json').flows.map(({ id }: { id: string }) => id);
    for (const { article, flow } of intents) {
      if (article) expect(articles).toContain(article);
      if (flow) expect(flows).toContain(flow);
    }
    expect(intents.flatMap(({ flow }) => flow ?? []).sort()).toEqual(
      ['account', 'order-status', 'payment', 'person', 'returns', 'sizes'].sort(),
    );
  });

  it.each(LOCALES)('in %s is understood when it was never seen: 85 of 100 at once, 95 by one of three', (locale) => {
    const { first, three } = compiled.reports[locale]!;
    expect(first).toBeGreaterThanOrEqual(0.85);
    expect(three).toBeGreaterThanOrEqual(0.95);
  });

  it.each(LOCALES)('in %s is understood in words that were written when the set was done', (locale) => {
    const model = toModel(fileOf(locale));
    const asked: [question: string, intent: string][] = Object.entries(
      readJson('test/help/own-questions.json')[locale],
    );
    const ranked = asked.map(([question]) => classify(model, question).ranked.map(({ intent }) => intent.id));
    const misses = asked.flatMap(([question, intent], i) =>
      ranked[i]![0] === intent ? [] : `${question} → ${intent}, not ${ranked[i]!.join(', ')}`,
    );
    console.log([`${locale}: first ${asked.length - misses.length} of ${asked.length}`, ...misses].join('\n  '));
    expect(1 - misses.length / asked.length).toBeGreaterThanOrEqual(0.85);
    expect(asked.filter(([, intent], i) => !ranked[i]!.includes(intent)).length / asked.length).toBeLessThanOrEqual(
      0.05,
    );
  });
});

it('the hours of the demo name the team that its flows hand over to', () => {
  const hours = parseOfficeHours(readJson('demo/messenger/hours.json'));
  const { flows } = readJson('demo/messenger/flows.json');
  const teams = [...JSON.stringify(flows).matchAll(/"team":"(\w+)"/g)].map(([, team]) => team!);
  expect(teams.length).toBeGreaterThan(0);
  for (const team of teams) expect(Object.keys(hours)).toContain(team);
});
