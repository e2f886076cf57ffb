import { has } from '../../core/options.js';
import { Icon, NEXT, PEN } from '../kit/icon.js';
import type { Panel } from '../panel/context.js';
import type { Screens } from '../panel/screens.js';
import { start } from '../panel/start.js';

/** Below the greeting. A new visitor needs no more than this; what shows conversations comes with `screens`. */
export function HomeScreen({ panel, screens }: { panel: Panel; screens: Screens | false | undefined }) {
  const { state, actions, news, t } = panel;
  const options = state.options.value;
  return (
    <section part="home" class="scroll">
      {screens && has(options, 'chat|bot') && <screens.ConversationCards />}
      {state.restored.value && has(options, 'chat|bot') && (
        <button type="button" class="card" onClick={() => void start(panel, actions.current())}>
          <Icon d={PEN} />
          <strong>{t('start')}</strong>
          <Icon d={NEXT} flip />
        </button>
      )}
      {screens && (options.cards || options.modules) && <screens.HomeCards />}
      {screens && options.help && <screens.HomeHelp />}
      {screens && news.value?.(panel)}
    </section>
  );
}
