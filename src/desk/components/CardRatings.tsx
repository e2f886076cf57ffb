import type { DeskCard } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import { strings } from '../strings.js';
import { Score } from './Score.js';
import { Section } from './Section.js';
import { Ago } from './Time.js';

/** What the customer has answered to surveys, the newest first. Nothing where they were never asked. */
export function CardRatings({ card: { ratings }, thread }: { card: DeskCard; thread: string }) {
  const desk = useDesk();
  if (!ratings.length) return null;
  return (
    <Section title={strings.rating.title}>
      <ul class="ratings">
        {ratings.map((rating) => (
          <li key={rating.id}>
            <Score rating={rating} />
            <p class="faint">
              {rating.survey} · <Ago at={rating.at} />
              {rating.conversation === thread && ` · ${strings.rating.here}`}
              {!rating.conversation && ` · ${strings.rating.alone}`}
            </p>
            {rating.conversation && rating.conversation !== thread && (
              <button type="button" class="text-button" onClick={() => desk.open(rating.conversation!)}>
                {strings.history.openIt}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
