import type { HelpCentre } from '../../core/ports.js';
import { list } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { ArticleList } from './article-list.js';

/** Articles on the home screen. */
const MOST = 3;

/** What may help on the page below; where nothing is known to, what is read most. */
export function Suggestions({ centre }: { centre: HelpCentre }) {
  const { t } = usePanel();
  const suggested = list(centre.suggested?.());
  const articles = suggested[0] ? suggested : list(centre.popular?.()).slice(0, MOST);
  if (!articles[0]) return null;
  return (
    <>
      <h3>{t(suggested[0] ? 'forThisPage' : 'popular')}</h3>
      <ArticleList articles={articles} />
    </>
  );
}
