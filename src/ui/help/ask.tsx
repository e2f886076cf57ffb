import { has } from '../../core/options.js';
import { usePanel } from '../panel/use-panel.js';

/**
 * Leads to the team, with what was asked in the composer unless something is written there. `isLost`: nothing was found, and
 * a person is all that is left.
 */
export function Ask({ words = '', isLost = false }: { words?: string; isLost?: boolean }) {
  const { state, actions, drafts, t } = usePanel();
  // nobody is there to be asked
  if (!has(state.options.value, 'chat|bot')) return null;
  const isPerson = has(state.options.value, 'chat');
  const ask = () => {
    const id = actions.current();
    if (!drafts.value.get(id)?.trim()) actions.draft(id, words);
    actions.go({ screen: 'conversation', id });
  };
  return (
    <p class="ask">
      {!isLost && t('stillNeed')}
      <button type="button" class="solid" onClick={ask}>
        {t(isLost && isPerson ? 'askThis' : isPerson ? 'ask' : 'askBot')}
      </button>
    </p>
  );
}
