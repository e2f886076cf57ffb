import { useMemo } from 'preact/hooks';
import { has } from '../../core/options.js';
import type { HelpCentre } from '../../core/ports.js';
import { list, text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { ArticleList } from './article-list.js';
import { Ask } from './ask.js';
import { useKeptScroll } from './use-kept-scroll.js';

/** What was found, while it is typed. */
export function SearchResults({ query, centre }: { query: string; centre: HelpCentre | null }) {
  const { state, t } = usePanel();
  const options = state.options.value;
  // each search is an event, and what is drawn anew is none
  const [found, meant] = useMemo(() => [list(centre?.search(query)), text(centre?.meant?.(query))], [centre, query]);
  return (
    <section part="help" class="scroll" {...useKeptScroll(`help ${query}`)}>
      <div aria-live="polite">
        <h3>{found[0] ? t('results', { n: found.length }) : t('nothing', { query })}</h3>
        {found[0] && meant && (
          <p class="small" dir="auto">
            {t('meant', { query: meant })}
          </p>
        )}
      </div>
      {found[0] ? (
        <ArticleList articles={found} query={query} />
      ) : (
        <p>{t(has(options, 'chat') ? 'tryOthers' : 'tryOtherWords')}</p>
      )}
      <Ask words={query} isLost={!found[0]} />
    </section>
  );
}
