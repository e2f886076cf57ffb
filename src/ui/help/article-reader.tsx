import type { HelpCentre } from '../../core/ports.js';
import { list, text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { ArticleList } from './article-list.js';
import { Ask } from './ask.js';
import { Blocks } from './blocks.js';
import { Feedback } from './feedback.js';
import { useKeptScroll } from './use-kept-scroll.js';

interface Props {
  id: string;
  /** What was searched for when it was found: it goes along where it did not answer that. */
  query: string;
  centre: HelpCentre | null;
}

export function ArticleReader({ id, query, centre }: Props) {
  const { t } = usePanel();
  const scroll = useKeptScroll(`article ${id}`);
  const article = centre?.article(id);
  const related = list(article && centre?.related?.(id));
  return (
    <section part="article" class="scroll" {...scroll}>
      {article ? (
        <div class="prose" lang={text(article.locale)} dir="auto">
          <h1>{text(article.title)}</h1>
          <Blocks blocks={list(article.body)} />
        </div>
      ) : (
        <p>{t('articleGone')}</p>
      )}
      {article && centre?.feedback && (
        <Feedback onSaid={(isHelpful, reason) => centre.feedback?.(id, isHelpful, reason)} />
      )}
      {related[0] && (
        <>
          <h2 class="small">{t('readNext')}</h2>
          <ArticleList articles={related} query={query} />
        </>
      )}
      <Ask words={query} />
    </section>
  );
}
