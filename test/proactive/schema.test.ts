/** The published schema of a rules file, beside the types, the parsers, `sobani check` and the demo's file. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRules } from '../../src/lint/rules-file.js';
import { parseRules } from '../../src/proactive/parse.js';
import { parseSurveys } from '../../src/surveys/parse.js';
import { rulesSchema } from '../support/rules-schema.mjs';

const ROOT = new URL('../../', import.meta.url).pathname;
const read = (file: string) => JSON.parse(readFileSync(`${ROOT}${file}`, 'utf8'));
const schema = read('docs/rules.schema.json');
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
const demo = read('demo/messenger/rules.json');

const isRefused = (json: unknown) => {
  try {
    parseSurveys(json);
    parseRules(json);
    return false;
  } catch {
    return true;
  }
};
/** As `sobani check` does it: what the linter says, and what the messenger refuses. */
const isFound = (json: unknown) => {
  let errors = 0;
  checkRules(json, {}, () => {
    errors++;
  });
  return errors > 0 || isRefused(json);
};

const whole = {
  $schema: './node_modules/sobani/docs/rules.schema.json',
  v: 1,
  messages: { en: { hi: 'Hi' } },
  limits: { minutes: 10, visit: 5 },
  rules: [
    {
      id: 'a',
      when: { on: 'page' },
      if: { 'user.name': 'Aiko' },
      hours: { team: 't', state: 'open' },
      show: { flow: 'f' },
    },
    {
      id: 'b',
      when: { on: 'event', event: 'paid' },
      show: { message: { text: '@hi', article: 'x', flow: 'f' } },
      every: 2,
      most: 3,
    },
    {
      id: 'c',
      when: { on: 'frustration', signal: ['error'] },
      show: { teaser: { text: { en: 'a' }, avatar: '/a.png', action: { search: 'a' } } },
    },
    {
      id: 'd',
      when: { on: 'scroll', depth: 0.5 },
      show: { banner: { text: 'a', place: 'top', action: { label: 'b', flow: 'f' } } },
      until: 'seen',
    },
    {
      id: 'e',
      when: { on: 'time', seconds: 5 },
      show: { hint: { at: '#a', text: 'a', title: 'b', placement: 'end' } },
      priority: -1,
    },
    { id: 'f', when: { on: 'idle', seconds: 5 }, show: { survey: 'nps' }, ignoreLimits: true },
    {
      id: 'g',
      when: { on: 'exit' },
      split: {
        name: 's',
        ways: [
          { weight: 1, show: { article: 'x' } },
          { weight: 1, show: null },
        ],
      },
    },
  ],
  surveys: [
    {
      id: 'nps',
      kind: 'nps',
      scale: '0-10',
      text: 'a',
      comment: 'b',
      thanks: 'c',
      auto: 'resolved',
      every: 9,
      low: 'd',
      high: 'e',
    },
  ],
  news: [
    {
      id: 'n',
      title: 'a',
      text: 'b',
      image: { url: '/a.svg', alt: 'a' },
      action: { article: 'x' },
      if: {},
      from: '2026-12-24',
      to: '2026-12-25',
    },
  ],
};

describe('the schema of rules', () => {
  it('is made of the types; `npm run schema` does it', { timeout: 120_000 }, () => {
    expect(schema).toEqual(rulesSchema());
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:sobani:rules:1',
    });
  });

  it("takes the demo's rules, and a file with everything that there is", () => {
    for (const file of [demo, whole]) {
      expect([validate(file), validate.errors]).toEqual([true, null]);
      expect(isFound(file)).toBe(false);
    }
  });

  it('takes the examples in the docs', () => {
    const docs = readFileSync(`${ROOT}docs/proactive.md`, 'utf8') + readFileSync(`${ROOT}docs/surveys.md`, 'utf8');
    const examples = [...docs.matchAll(/^```json\n(\{ "v"[\s\S]*?)^```/gm)].map(([, text]) => JSON.parse(text!));
    expect(examples.length).toBeGreaterThan(0);
    for (const file of examples) expect([validate(file), validate.errors]).toEqual([true, null]);
  });

  it('refuses nothing that is taken, and what it refuses `sobani check` finds', () => {
    const values = [
      null,
      true,
      -1,
      0.5,
      7,
      1e9,
      '',
      'x',
      '@hi',
      'a b',
      '/x',
      '2026-13-01',
      [],
      {},
      ['error'],
      { text: 'a' },
      { on: 'page' },
    ];
    const places: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]) => {
      if (path.length) places.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const key of Object.keys(value))
        walk(value[key as never], [...path, Array.isArray(value) ? Number(key) : key]);
    };
    walk(whole, []);
    let refused = 0;
    fc.assert(
      fc.property(
        fc.nat(places.length - 1),
        fc.constantFrom(...values),
        fc.constantFrom('put', 'drop', 'stray'),
        (at, value, how) => {
          const file = structuredClone(whole);
          const path = places[at]!;
          const holder = path.slice(0, -1).reduce<never>((one, key) => one[key as never], file as never) as Record<
            string,
            unknown
          >;
          const key = path.at(-1)! as string;
          if (how === 'put') holder[key] = value;
          else if (how === 'drop' && !Array.isArray(holder)) delete holder[key];
          else if (!Array.isArray(holder)) holder.stray = value;
          if (!isRefused(file))
            expect([path, how, value, validate(file), validate.errors]).toEqual([path, how, value, true, null]);
          if (validate(file)) return;
          refused++;
          expect([path, how, value, isFound(file)]).toEqual([path, how, value, true]);
        },
      ),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(80);
  });

  it('comes with the package', () => {
    const { exports, files } = read('package.json');
    expect(exports['./rules.schema.json']).toBe('./docs/rules.schema.json');
    expect(files).toContain('docs/rules.schema.json');
  });
});
