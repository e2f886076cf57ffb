/** The help centre's screens, as a download of their own. */
import '../panel/screens.js';
import type { HelpCentre } from '../../core/ports.js';
import type { View } from '../../core/state.js';
import { enHelp } from '../../i18n/en-help.js';
import { addEnglish } from '../../i18n/translate.js';
import { styleSheet } from '../../theme/adopt.js';
import { text } from '../kit/gate.js';
import { ArticleReader } from './article-reader.js';
import { Collection } from './collection.js';
import helpCss from './help.css?inline';
import { Overview } from './overview.js';
import { SearchResults } from './search-results.js';

export { Suggestions } from './suggestions.js';

addEnglish(enHelp);

export const sheet = styleSheet(helpCss);

/** `centre` is null where the host has no help centre; then there is nothing to find. */
export function HelpView({ view, centre }: { view: View; centre: HelpCentre | null }) {
  if (view.screen === 'article') {
    const id = text(view.id);
    return <ArticleReader key={id} id={id} query={text(view.query)} centre={centre} />;
  }
  if (view.screen === 'collection') return <Collection key={view.id} id={text(view.id)} centre={centre} />;
  const query = view.screen === 'help' ? text(view.query).trim() : '';
  return query ? <SearchResults query={query} centre={centre} /> : <Overview centre={centre} />;
}
