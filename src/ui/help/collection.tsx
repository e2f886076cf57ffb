import type { HelpCentre } from '../../core/ports.js';
import { list, text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { ArticleList } from './article-list.js';
import { Ask } from './ask.js';
import { useKeptScroll } from './use-kept-scroll.js';

/** The articles of a collection. */
export function Collection({ id, centre }: { id: string; centre: HelpCentre | null }) {
  const { t } = usePanel();
  const found = list(centre?.collections && [...centre.collections]).find((one) => one.id === id);
  const articles = list(centre?.list()).filter(({ collection }) => collection === id);
  return (
    <section part="help" class="scroll" {...useKeptScroll(`collection ${id}`)}>
      {found && articles[0] ? (
        <>
          <h3 class="lead" dir="auto">
            {text(found.title)}
          </h3>
          {text(found.description) && <p dir="auto">{text(found.description)}</p>}
          <p class="small" dir="auto">
            {t('inTopic', { n: articles.length })}
          </p>
          <ArticleList articles={articles} />
        </>
      ) : (
        <p>{t('topicGone')}</p>
      )}
      <Ask />
    </section>
  );
}
