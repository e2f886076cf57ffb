import type { Snapshot } from '../../types.js';
import { pathLabel } from '../format.js';
import { strings } from '../strings.js';
import { Facts } from './Facts.js';
import { Link } from './Link.js';
import { Section } from './Section.js';
import { Clock } from './Time.js';

/** What the host told about this visit, and which way the customer came. */
export function CardVisit({ snapshot: { journey, attributes } }: { snapshot: Snapshot }) {
  const text = strings.card;
  const facts = Object.entries(attributes ?? {});
  return (
    <>
      {facts.length > 0 && (
        <Section title={text.attributes} mark={{ text: text.traitsMark, why: text.traitsWhy }}>
          <Facts facts={facts} />
        </Section>
      )}
      <Section title={text.journey}>
        {journey?.length ? (
          <ol class="journey">
            {[...journey].reverse().map((visit) => (
              <li key={`${visit.at} ${visit.url}`}>
                <Clock at={visit.at} />
                <span>
                  <span class="line" dir="auto">
                    {visit.title || text.untitled}
                  </span>
                  <Link url={visit.url} class="path">
                    {pathLabel(visit.url)}
                  </Link>
                </span>
              </li>
            ))}
          </ol>
        ) : (
          <p class="faint">{text.noJourney}</p>
        )}
      </Section>
    </>
  );
}
