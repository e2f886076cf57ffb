import type { HelpCentre } from '../../core/ports.js';
import type { View } from '../../core/state.js';
import { text } from '../kit/gate.js';
import { ArticleReader } from './article-reader.js';
import { SearchResults } from './search-results.js';

/** `centre` is null where the host has no help centre; then there is nothing to find. */
export function HelpScreen({ view, centre }: { view: View; centre: HelpCentre | null }) {
  if (view.screen !== 'article')
    return <SearchResults query={view.screen === 'help' ? text(view.query) : ''} centre={centre} />;
  const id = text(view.id);
  return <ArticleReader key={id} article={centre?.article(id)} />;
}
