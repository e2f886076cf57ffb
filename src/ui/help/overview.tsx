import type { HelpCentre } from '../../core/ports.js';
import { list, text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';
import { ArticleList } from './article-list.js';
import { Ask } from './ask.js';
import { useKeptScroll } from './use-kept-scroll.js';

/** Articles of each list that is only a part of all of them. */
const MOST = { recent: 3, popular: 5 };

/** What there is to read while nothing is asked. */
export function Overview({ centre }: { centre: HelpCentre | null }) {
  const { actions, t } = usePanel();
  const all = list(centre?.list());
  const countOf = (id: string) => all.filter(({ collection }) => collection === id).length;
  const collections = list(centre?.collections && [...centre.collections]).filter(({ id }) => countOf(id));
  const isIn = new Set(collections.map(({ id }) => id));
  const suggested = list(centre?.suggested?.());
  const recent = list(centre?.recent?.()).slice(0, MOST.recent);
  const isShown = new Set([...suggested, ...recent].map(({ id }) => id));
  const popular = list(centre?.popular?.()).filter(({ id }) => !isShown.has(id));
  const rest = collections[0] ? all.filter(({ collection }) => !isIn.has(collection ?? '')) : all;
  const part = (title: string, articles: typeof all) =>
    articles[0] && (
      <>
        <h3>{title}</h3>
        <ArticleList articles={articles} />
      </>
    );
  return (
    <section part="help" class="scroll" {...useKeptScroll('help')}>
      {part(t('forThisPage'), suggested)}
      {part(t('recentlyRead'), recent)}
      {collections[0] && (
        <>
          <h3>{t('topics')}</h3>
          <ul class="found">
            {collections.map(({ id, title, description }) => (
              <li key={id}>
                <button type="button" class="card" onClick={() => actions.go({ screen: 'collection', id: text(id) })}>
                  <span>
                    <strong dir="auto">{text(title)}</strong>
                    {text(description) && <small dir="auto">{text(description)}</small>}
                    <small dir="auto">{t('inTopic', { n: countOf(id) })}</small>
                  </span>
                  <Icon d={NEXT} flip />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {collections[0] && part(t('popular'), popular.slice(0, MOST.popular))}
      {part(t(collections[0] ? 'otherArticles' : 'articles'), rest)}
      {!all[0] && <p>{t('noArticles')}</p>}
      <Ask />
    </section>
  );
}
