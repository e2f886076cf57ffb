import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flow, Step } from '../../src/flows/format.js';
import { parseFlowFile } from '../../src/flows/parse.js';
import { type FlowEvent, type FlowState, step } from '../../src/flows/step.js';
import { talk } from './talk.js';

describe('any flow', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const text = fc.oneof(
    fc.constantFrom('hi', '{{vars.x|y}}', '{{user.name}}', '{{vars.x}}{{vars.x}}'),
    fc.string({ minLength: 1 }),
  );
  const next = { next: id };
  const anyStep: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ say: text, ...next }, { requiredKeys: ['say'] }),
    fc.record({ tag: fc.constantFrom('t', 'u'), ...next }, { requiredKeys: ['tag'] }),
    fc.record({
      choices: fc.record(
        {
          text,
          options: fc.array(fc.record({ label: fc.constantFrom('yes', 'no', '1', '担当者'), next: id }), {
            minLength: 1,
            maxLength: 3,
          }),
          else: id,
        },
        { requiredKeys: ['text', 'options'] },
      ),
    }),
    fc.record(
      {
        ask: fc.record(
          {
            text,
            save: fc.constantFrom('x', 'y'),
            type: fc.constantFrom('text', 'email', 'number', 'phone'),
            unless: fc.constantFrom('vars.x', 'user.name'),
          },
          { requiredKeys: ['text', 'save'] },
        ),
        ...next,
      },
      { requiredKeys: ['ask'] },
    ),
    fc.record(
      {
        branch: fc.array(
          fc.record({ if: fc.constantFrom({}, { 'vars.x': 1 }, { 'vars.y': { $exists: true } }), next: id }),
          { minLength: 1, maxLength: 2 },
        ),
        ...next,
      },
      { requiredKeys: ['branch'] },
    ),
    fc.record({
      search: fc.record({
        query: fc.constantFrom('message', 'vars.x', 'nothing {{vars.y}}'),
        found: text,
        next: id,
        none: id,
      }),
    }),
    fc.constant<Step>({ handoff: {} }),
    fc.constant<Step>({ end: true }),
  ) as fc.Arbitrary<Step>;
  const anyFlow = fc
    .record({ a: anyStep, b: anyStep, c: anyStep, d: anyStep })
    .map((steps): Flow => ({ id: 'f', version: 1, trigger: { on: 'message' }, start: 'a', steps }));
  const texts = fc.array(
    fc.oneof(fc.constantFrom('yes', 'no', '1', '2', '5', 'a@b.co', '+123456789', 'agent', 'eh'), fc.string()),
    { maxLength: 12 },
  );
  const data = fc.constantFrom({}, { user: { name: 'Aiko' }, locale: 'ja' });

  it('never throws, never runs more than 50 steps a turn, and says the same twice', () => {
    fc.assert(
      fc.property(anyFlow, texts, data, (flow, written, given) => {
        const first = talk(flow, written, given);
        expect(talk(flow, written, given)).toEqual(first);
        let inTurn = 0;
        for (const line of first.lines) {
          inTurn = line.startsWith('< ') ? 0 : inTurn + 1;
          expect(inTurn).toBeLessThanOrEqual(51);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('that the parser lets through survives any state and event', () => {
    const state = fc.record({
      flow: fc.constant('f'),
      version: fc.constant(1),
      at: id,
      vars: fc.dictionary(fc.constantFrom('x', 'y', 'message'), fc.oneof(fc.string(), fc.integer())) as fc.Arbitrary<
        FlowState['vars']
      >,
      tags: fc.array(fc.string(), { maxLength: 2 }),
      misses: fc.nat(3),
    });
    const event: fc.Arbitrary<FlowEvent> = fc.oneof(
      fc.record({ on: fc.constant('text' as const), text: fc.string() }),
      fc.constant<FlowEvent>({ on: 'none' }),
      fc.constant<FlowEvent>({ on: 'found', articles: [] }),
    );
    let accepted = 0;
    fc.assert(
      fc.property(anyFlow, state, event, (flow, at, what) => {
        try {
          parseFlowFile({ v: 1, flows: [flow] });
        } catch {
          return;
        }
        accepted++;
        const { effects } = step(flow, at, what, {});
        expect(effects.length).toBeLessThanOrEqual(51);
      }),
      { numRuns: 1500 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
