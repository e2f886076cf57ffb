/** Which news there are for somebody today. Pure. */
import type { Condition } from '../core/match.js';
import type { NewsCard } from './format.js';

/**
 * In the order of the file.
 * @param today by the visitor's calendar, as `2026-12-24`
 */
export const newsOf = (
  news: readonly NewsCard[],
  today: string,
  holds: (condition: Condition) => boolean,
): NewsCard[] =>
  news.filter(
    ({ from, to, if: condition }) =>
      (!from || from <= today) && (!to || today <= to) && (!condition || holds(condition)),
  );
