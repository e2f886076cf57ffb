import { describe, expect, it } from 'vitest';
import type { NewsCard } from '../../src/proactive/format.js';
import { newsOf } from '../../src/proactive/news.js';

const card = (id: string, more: Partial<NewsCard> = {}): NewsCard => ({ id, title: id, ...more });
const on = (today: string, ...cards: NewsCard[]) =>
  newsOf(cards, today, ({ holds }) => holds === true).map(({ id }) => id);

describe('news', () => {
  it('are there from the first to the last day, both included', () => {
    const days = ['2026-11-30', '2026-12-01', '2026-12-24', '2026-12-25'];
    const advent = card('advent', { from: '2026-12-01', to: '2026-12-24' });
    expect(days.filter((day) => on(day, advent).length)).toEqual(['2026-12-01', '2026-12-24']);
  });

  it('are there for whom their condition holds, in the order of the file', () => {
    const cards = [card('b'), card('no', { if: { holds: false } }), card('a', { if: { holds: true } })];
    expect(on('2026-12-01', ...cards)).toEqual(['b', 'a']);
  });
});
