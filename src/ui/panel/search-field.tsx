import type { TargetedEvent } from 'preact';
import { SEARCH } from '../kit/drawings.js';
import { Icon } from '../kit/icon.js';
import { isIme } from '../kit/ime.js';
import type { Panel } from './context.js';

/** One field for home and help: it stays where it is while the screen below changes, and keeps focus and keyboard. */
export function SearchField({ panel: { actions, t }, query }: { panel: Panel; query: string }) {
  const search = ({ currentTarget }: TargetedEvent<HTMLInputElement>) =>
    actions.go({ screen: 'help', query: currentTarget.value });
  return (
    <label class="search">
      <Icon d={SEARCH} />
      {/* biome-ignore lint/a11y/useSemanticElements: a search input keeps Escape to itself, and here it closes the panel */}
      <input
        value={query}
        dir="auto"
        role="searchbox"
        enterkeyhint="search"
        autocomplete="off"
        placeholder={t('searchHelp')}
        aria-label={t('searchHelp')}
        onFocus={() => actions.help().catch(() => {})}
        onClick={search}
        onInput={search}
        onKeyDown={(event) => event.key === 'Enter' && !isIme(event) && search(event)}
      />
    </label>
  );
}
