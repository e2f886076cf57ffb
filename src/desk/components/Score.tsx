import type { Rating } from '../../types.js';
import { strings } from '../strings.js';
import { Icon } from './Icon.js';

/** How somebody was rated: of a scale with two ends in a word, else as a number of so many. */
export function Score({ rating: { kind, score, max, remark } }: { rating: Rating }) {
  return (
    <div class="score">
      <p>
        <Icon name="star" />
        <span>{strings.rating.kinds[kind]}</span> <strong>{strings.rating.score(score, max)}</strong>
      </p>
      {remark && (
        <p class="text" dir="auto">
          {remark}
        </p>
      )}
    </div>
  );
}
