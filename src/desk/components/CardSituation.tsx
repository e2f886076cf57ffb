import { dateLabel, moneyLabel } from '../format.js';
import type { DeskSnapshot } from '../parse.js';
import { strings } from '../strings.js';
import { Facts } from './Facts.js';
import { Section } from './Section.js';
import { Clock } from './Time.js';

/** What the page sells, how they came, on what, and where they had trouble. */
export function CardSituation({ snapshot }: { snapshot: DeskSnapshot }) {
  const { product, landing, device, signals, visits, own } = snapshot;
  const text = strings.card;
  return (
    <>
      {product && (
        <Section title={text.product}>
          <p class="line" dir="auto">
            {product.name}
          </p>
          <Facts
            facts={[
              [text.price, product.price ? moneyLabel(product.price) : null],
              [text.availability, product.availability],
            ]}
          />
        </Section>
      )}
      {signals && signals.length > 0 && (
        <Section title={text.trouble}>
          <ol class="journey">
            {[...signals].reverse().map(({ type, at, count, detail }) => (
              <li key={`${type} ${detail} ${at}`}>
                <Clock at={at} />
                <span>
                  <span class="line">{text.signal(type, count)}</span>
                  {detail && (
                    <span class="path" dir="auto">
                      {detail}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ol>
        </Section>
      )}
      {own.length > 0 && (
        <Section title={text.own} mark={{ text: text.traitsMark, why: text.traitsWhy }}>
          <Facts facts={own} />
        </Section>
      )}
      {(landing || device?.platform || visits) && (
        <Section title={text.visitor}>
          <Facts
            facts={[
              [text.campaign, [landing?.source, landing?.medium, landing?.campaign].filter(Boolean).join(' / ')],
              [text.ad, landing?.ad],
              [text.platform, device?.platform],
              [
                text.visits,
                visits && text.visitsOn(visits.count, visits.days ?? 1, visits.since ? dateLabel(visits.since) : ''),
              ],
            ]}
          />
        </Section>
      )}
    </>
  );
}
