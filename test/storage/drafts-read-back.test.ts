// @vitest-environment happy-dom
/** Drafts in sessionStorage that anybody may have written there. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import { closeTab, freshTab, KEY, load, tab } from './drafts-tab.js';

beforeEach(freshTab);
afterEach(closeTab);

describe('what is read back is not trusted', () => {
  const row = (drafts: unknown) => JSON.stringify(drafts);
  const draft = (more: object) => ({ epoch: 'e1', principal: 'a', conversation: 'c', text: 'half', ...more });

  it.each<[string, unknown]>([
    ['text that is too long', draft({ text: 'x'.repeat(LIMITS.text + 1) })],
    ['text that is none', draft({ text: { toString: 'half' } })],
    ['text that is empty', draft({ text: '' })],
    ['a conversation with too long a name', draft({ conversation: 'c'.repeat(129) })],
    ['nothing', null],
  ])('%s is left out, the others stay', (_, bad) => {
    tab.set(KEY, row([bad, draft({ conversation: 'd', text: 'good' })]));
    expect(load().shown()).toEqual({ d: 'good' });
  });

  it('more conversations than are kept are not read', () => {
    const many = Array.from({ length: 100 }, (_, i) => draft({ conversation: `${i}` }));
    tab.set(KEY, row(many));
    const page = load(
      'a',
      'persistent',
      many.map(({ conversation }) => conversation),
    );
    expect(Object.keys(page.shown())).toHaveLength(LIMITS.keptConversations);
  });

  it('whatever stands there, nothing is thrown, and what is shown keeps the limits', () => {
    const word = fc.constantFrom('a', 'u:aiko', 'c', 'd', '__proto__', 'constructor', '');
    const epoch = fc.constantFrom('e1', 'e2', '');
    const any = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(fc.record({ epoch, principal: word, conversation: word, text: fc.string() })).map(row),
    );
    fc.assert(
      fc.property(any, (text) => {
        tab.set(KEY, text);
        const page = load();
        for (const [id, words] of Object.entries(page.shown())) {
          expect(id).toMatch(/^(c|d|fresh)$/);
          expect(typeof words).toBe('string');
          expect(words.length).toBeLessThanOrEqual(LIMITS.text);
        }
        page.keeper.leave();
      }),
    );
  });
});
