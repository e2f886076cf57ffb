import type { HelpCentre } from '../../core/ports.js';
import { text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';
import { Ask } from './ask.js';
import { useKeptScroll } from './use-kept-scroll.js';

/** What was found, or everything while nothing is asked. */
export function SearchResults({ query, centre }: { query: string; centre: HelpCentre | null }) {
  const { actions, t } = usePanel();
  const asked = query.trim();
  const found = (asked ? centre?.search(asked) : centre?.list()) ?? [];
  const words = asked ? t('results', { n: found.length }) : t('articles');
  return (
    <section part="help" class="scroll" {...useKeptScroll(`help ${asked}`)}>
      <h3 aria-live="polite">{found[0] || !asked ? words : t('nothing', { query: asked })}</h3>
      {found[0] && (
        <ul class="found">
          {found.map(({ id, title, description }) => (
            <li key={id}>
              <button type="button" class="card" onClick={() => actions.go({ screen: 'article', id })}>
                <span>
                  <strong dir="auto">{text(title)}</strong>
                  {text(description) && <small dir="auto">{text(description)}</small>}
                </span>
                <Icon d={NEXT} flip />
              </button>
            </li>
          ))}
        </ul>
      )}
      {asked && (
        <p class="ask">
          {found[0] ? t('stillNeed') : ''} <Ask label={t(found[0] ? 'ask' : 'askThis')} words={asked} />
        </p>
      )}
    </section>
  );
}
