import { describe, expect, it } from 'vitest';
import { BUILT_IN } from '../../src/matcher/built-in.js';

const { messages, flows } = BUILT_IN;
const [{ start, steps }] = flows as [(typeof flows)[0]];

describe('the built-in flow', () => {
  it('leads from step to step, and ends with an answer or a person', () => {
    const targets = JSON.stringify(steps).matchAll(/"(?:next|none|yes|no)":"(\w+)"/g);
    const named = [start, ...[...targets].map(([, target]) => target!)];
    expect(new Set(named)).toEqual(new Set(Object.keys(steps)));
    expect(steps.glad).not.toHaveProperty('next');
    expect(steps.person).toHaveProperty('handoff');
  });

  it('says all that it says in English and in Japanese', () => {
    const said = [...JSON.stringify(steps).matchAll(/"@(\w+)"/g)].map(([, key]) => key!).sort();
    expect([...new Set(said)]).toEqual(Object.keys(messages.en).sort());
    expect(Object.keys(messages.ja)).toEqual(Object.keys(messages.en));
    expect(Object.values(messages.ja).filter((text) => !/[ぁ-ん]/.test(text))).toEqual([]);
  });
});
