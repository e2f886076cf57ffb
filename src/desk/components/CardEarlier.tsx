import type { DeskCard } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import { strings } from '../strings.js';
import { Section } from './Section.js';
import { Ago } from './Time.js';

export function CardEarlier({ earlier }: { earlier: DeskCard['earlier'] }) {
  const desk = useDesk();
  return (
    <Section title={strings.card.earlier}>
      {earlier.length ? (
        <ul class="earlier">
          {earlier.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => desk.open(one.id)}>
                <span class="line" dir="auto">
                  {one.preview}
                </span>
                <span class="faint">
                  {strings.status[one.status]} · <Ago at={one.at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="faint">{strings.card.noEarlier}</p>
      )}
    </Section>
  );
}
