import type { DeskCard } from '../../wire/desk.js';
import { strings } from '../strings.js';
import { Facts } from './Facts.js';
import { Section } from './Section.js';
import { Clock } from './Time.js';

/** Claims that say who signed and when, not who the customer is. */
const TECHNICAL = new Set(['sub', 'iss', 'aud', 'exp', 'iat', 'nbf', 'jti', 'name']);

/** What is known about the person: proven by the token, or only told by the page. */
export function CardDetails({ card: { claims, snapshot } }: { card: DeskCard }) {
  const text = strings.card;
  const proven = Object.entries(claims).filter(([name]) => !TECHNICAL.has(name));
  // what the token says as well is above, proven
  const traits = Object.entries(snapshot?.traits ?? {}).filter(([name, value]) => claims[name] !== value);
  const each = snapshot?.about?.traits?.each ?? {};
  /** Of what the customer has said themselves. */
  const noteOf = (name: string) => {
    const by = Object.hasOwn(each, name) ? each[name] : undefined;
    return (
      by && (
        <>
          {text.traitBy(by.source)} · <Clock at={by.at} />
        </>
      )
    );
  };
  const company = snapshot?.company;
  const unverified = { text: text.traitsMark, why: text.traitsWhy };
  return (
    <>
      {proven.length > 0 && (
        <Section title={text.claims} mark={{ text: strings.person.verified, why: text.claimsWhy, verified: true }}>
          <Facts facts={proven} />
        </Section>
      )}
      {traits.length > 0 && (
        <Section title={text.traits} mark={unverified}>
          <Facts facts={traits.map(([name, value]) => [name, value, noteOf(name)])} />
        </Section>
      )}
      {company && (
        <Section title={text.company} mark={unverified}>
          <p class="line">
            <span dir="auto">{company.name || company.id}</span>
            {company.plan && <span class="tag">{company.plan}</span>}
          </p>
        </Section>
      )}
    </>
  );
}
