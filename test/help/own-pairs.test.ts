import { beforeAll, describe, expect, it } from 'vitest';
import { demoPages, measure, ownPairs, type Page, searchable } from './measure.js';

describe.each(['en', 'ja'])('what customers type, in %s', (locale) => {
  const asked = ownPairs(locale);
  let pages: Page[];
  beforeAll(async () => {
    pages = await demoPages(locale);
  }, 60_000);

  it('is about every article of the demo', () => {
    const right = new Set(asked.flatMap(([, ids]) => ids));
    expect([...right].sort()).toEqual(pages.map(({ id }) => id).sort());
    expect(asked.length).toBeGreaterThanOrEqual(50);
  });

  it('finds its article among the first three nine times of ten', () => {
    const { at1, at3, of, misses } = measure(searchable(pages, locale).find, asked);
    console.log([`${locale}: first ${at1}, first three ${at3}, of ${of}`, ...misses].join('\n  '));
    expect(at3 / of).toBeGreaterThanOrEqual(0.9);
  });
});
