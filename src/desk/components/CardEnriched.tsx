import type { DeskCard } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import { strings } from '../strings.js';
import { Facts } from './Facts.js';
import { Section } from './Section.js';
import { Ago } from './Time.js';

/** What the team's own system knows of the customer. */
export function CardEnriched({ enriched, conversation }: { enriched: DeskCard['enriched']; conversation: string }) {
  const desk = useDesk();
  const text = strings.card;
  if (!enriched || (enriched.state === 'ready' && !Object.keys(enriched.facts).length)) return null;
  return (
    <Section title={text.enriched} mark={{ text: text.enrichedMark, why: text.enrichedWhy, verified: true }}>
      {enriched.state === 'pending' && <p class="faint late">{text.enriching}</p>}
      {enriched.state === 'failed' && (
        <p class="line faint" role="status">
          {text.notEnriched}
          <button type="button" class="text-button" onClick={() => void desk.people.enrich(conversation)}>
            {text.askAgain}
          </button>
        </p>
      )}
      {enriched.state === 'ready' && (
        <>
          <Facts facts={Object.entries(enriched.facts)} />
          <p class="faint">
            {text.enrichedAt}
            <Ago at={enriched.at} />
          </p>
        </>
      )}
    </Section>
  );
}
