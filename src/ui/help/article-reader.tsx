import type { Article } from '../../core/ports.js';
import { list, text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { Ask } from './ask.js';
import { Blocks } from './blocks.js';
import { useKeptScroll } from './use-kept-scroll.js';

export function ArticleReader({ article }: { article: Article | undefined }) {
  const { t } = usePanel();
  const scroll = useKeptScroll(`article ${article?.id}`);
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
      <p class="ask">
        {t('stillNeed')} <Ask label={t('ask')} />
      </p>
    </section>
  );
}
