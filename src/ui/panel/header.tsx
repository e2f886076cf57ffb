import { text } from '../kit/gate.js';
import { BACK, CLOSE, Icon } from '../kit/icon.js';
import type { Panel } from './context.js';
import type { Screens } from './screens.js';
import { SearchField } from './search-field.js';
import { hostText, teamName } from './words.js';

interface Props {
  panel: Panel;
  screens: Screens | false | undefined;
}

export function Header({ panel, screens }: Props) {
  const { messenger, state, actions, t } = panel;
  const options = state.options.value;
  const view = state.view.value;
  const name = text(state.person.value?.name);
  const isHome = view.screen === 'home';
  const isSearch = view.screen === 'help';
  const line = (isHome || view.screen === 'conversation') && panel.availability.value;
  return (
    <div part="header">
      <div class="bar">
        {!isHome && (
          <button type="button" part="back" aria-label={t('back')} onClick={() => actions.back()}>
            <Icon d={BACK} flip />
          </button>
        )}
        {isHome || !screens ? <h2>{teamName(t, options)}</h2> : <screens.Title view={view} />}
        {isHome && screens && <screens.SettingsLink />}
        <button type="button" part="close" aria-label={t('close')} onClick={() => void messenger.close()}>
          <Icon d={CLOSE} />
        </button>
      </div>
      {isHome && (
        <p part="greeting" dir="auto">
          {hostText(options.greeting, t.locale, name) || (name ? t('helloName', { name }) : t('hello'))}
        </p>
      )}
      {line && (
        <p part="availability" dir="auto">
          {line}
        </p>
      )}
      {options.help && (isHome || isSearch) && (
        <SearchField key="search" panel={panel} query={isSearch ? text(view.query) : ''} />
      )}
    </div>
  );
}
