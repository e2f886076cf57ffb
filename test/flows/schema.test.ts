/** The published schema of a flows file, beside the types, the parser and the demo's file. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { checkFlowFile } from '../../src/flows/check.js';
import { parseFlowFile } from '../../src/flows/parse.js';
import { flowsSchema } from '../support/flows-schema.mjs';
import { anyFile, dice } from './any-file.js';
import { whole } from './shop.js';

const ROOT = new URL('../../', `file://${import.meta.dirname}/`).pathname;
const read = (file: string) => JSON.parse(readFileSync(`${ROOT}${file}`, 'utf8'));
const schema = read('docs/flows.schema.json');
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
const demo = read('demo/messenger/flows.json');

const isRefused = (json: unknown) => {
  try {
    parseFlowFile(json);
    return false;
  } catch {
    return true;
  }
};

describe('the schema of flows', () => {
  it('is made of the types; `npm run schema` does it', () => {
    expect(schema).toEqual(flowsSchema());
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:sobani:flows:1',
    });
  });

  it("takes the demo's flows, and a file with every kind of step", () => {
    for (const file of [demo, whole]) expect([validate(file), validate.errors]).toEqual([true, null]);
  });

  it('takes all that is refused for nothing, and refuses what is misspelt', () => {
    let taken = 0;
    for (let seed = 0; seed < 400; seed++) {
      const file = JSON.parse(anyFile(dice(seed)));
      if (isRefused(file)) continue;
      taken++;
      expect([seed, validate(file), validate.errors]).toEqual([seed, true, null]);
    }
    expect(taken).toBeGreaterThan(20);
    const flow = whole.flows[0]!;
    for (const [key, value] of Object.entries({
      strat: 'a',
      version: 1.5,
      trigger: { on: 'hover' },
      steps: { a: { shout: 'x' } },
    })) {
      expect(validate({ v: 1, flows: [{ ...flow, [key]: value }] }), key).toBe(false);
    }
  });

  it('takes the examples in the docs, and so does a page', () => {
    const docs = readFileSync(`${ROOT}docs/flows.md`, 'utf8');
    const examples = [...docs.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text]) => JSON.parse(text!));
    expect(examples.length).toBeGreaterThan(1);
    const [, person] = /^```json\n([^`]*"handoff"[^`]*)^```/m.exec(readFileSync(`${ROOT}docs/handoff.md`, 'utf8'))!;
    examples.push({ v: 1, flows: [JSON.parse(person!)] });
    for (const file of examples) {
      expect(checkFlowFile(file)).toBe(file);
      expect([validate(file), validate.errors]).toEqual([true, null]);
    }
  });

  it('comes with the package', () => {
    const { exports, files } = read('package.json');
    expect(exports['./flows.schema.json']).toBe('./docs/flows.schema.json');
    expect(files).toContain('docs/flows.schema.json');
  });
});
