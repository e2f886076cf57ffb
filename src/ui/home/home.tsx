import { Icon, NEXT, PEN } from '../kit/icon.js';
import type { Panel } from '../panel/context.js';
import type { Screens } from '../panel/screens.js';
import { start } from '../panel/start.js';

/** Below the greeting. A new visitor needs no more than this; what shows conversations comes with `screens`. */
export function HomeScreen({ panel, screens }: { panel: Panel; screens: Screens | false | undefined }) {
  const { state, actions, news, t } = panel;
  return (
    <section part="home" class="scroll">
      {screens && <screens.ConversationCards />}
      {state.restored.value && (
        <button type="button" class="card" onClick={() => void start(panel, actions.current())}>
          <Icon d={PEN} />
          <strong>{t('start')}</strong>
          <Icon d={NEXT} flip />
        </button>
      )}
      {screens && state.options.value.help && <screens.HomeHelp />}
      {screens && news.value?.(panel)}
    </section>
  );
}
