import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/lint/findings.js';
import { fileOf, lint, person, rules, say } from './lint.js';

describe('the linter lets through', () => {
  it('values that a branch has made sure of', () => {
    const steps = {
      a: {
        branch: [
          { if: { 'user.name': { $exists: true } }, next: 'b' },
          { if: { 'order.status': 'shipped' }, next: 'c' },
        ],
        next: 'd',
      },
      b: say('Hi {{user.name}}'),
      c: say('Order {{order.id}}'),
      d: say('Hi'),
    };
    expect(rules(fileOf(steps))).toEqual([]);
  });

  it('but not where another way leads there as well', () => {
    const steps = {
      a: { branch: [{ if: { 'user.name': { $exists: true } }, next: 'b' }], next: 'b' },
      b: say('Hi {{user.name}}'),
    };
    expect(rules(fileOf(steps))).toEqual(['no-fallback @ "say": "Hi {{user.name}}"']);
  });

  it('a round that runs a flow which waits', () => {
    const flow = (id: string, steps: object) => ({ id, version: 1, trigger: { on: 'button' }, start: 'a', steps });
    const asks = flow('asks', {
      a: { ask: { text: 'Again?', save: 'again' }, next: 'p' },
      p: { ...person, if: { locale: 'en' } },
    });
    const round = flow('round', { a: { run: 'asks', next: 'a' } });
    expect(rules(JSON.stringify({ v: 1, flows: [asks, round] }))).toEqual([]);
    const speaks = flow('asks', { a: say('Hi') });
    expect(rules(JSON.stringify({ v: 1, flows: [speaks, round] }, null, 1))).toEqual(['endless-round @ "a": {']);
  });
});

describe('whatever the file holds, the linter', () => {
  it('never throws, and knows the severity of what it says', () => {
    const strange = fc.jsonValue({ maxDepth: 4 });
    const steps = fc.dictionary(
      fc.constantFrom('a', 'b', '__proto__', 'constructor'),
      fc.oneof(
        strange,
        fc.dictionary(
          fc.constantFrom('say', 'ask', 'form', 'branch', 'search', 'match', 'goto', 'run', 'if', 'next', 'else'),
          fc.oneof(strange, fc.constantFrom('a', 'b')),
        ),
      ),
    );
    const flow = fc.record(
      { id: strange, trigger: strange, start: fc.constantFrom('a', 'b', 7), steps },
      { requiredKeys: [] },
    );
    const file = fc.oneof(
      strange,
      fc.record({ v: strange, messages: strange, flows: fc.array(flow, { maxLength: 3 }) }),
    );
    fc.assert(
      fc.property(file, (json) => {
        for (const { rule, line } of lint(JSON.stringify(json, null, 1))) {
          expect(RULES).toHaveProperty([rule]);
          expect(line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 100 },
    );
  });
});
