import { Icon } from '../kit/icon.js';
import { useLater } from '../kit/use-later.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { canNotify } from '../settings/allow.js';

export const SHIELD = 'M12 3 5 6v6c0 4 2 7 7 9 5-2 7-5 7-9V6Zm-3 9 2 2 4-4';

/** The way to "What we share", above the composer; and, while they wait for a person, to being told when one answers. */
export function ShareLink({ id }: { id: string }) {
  const panel = usePanel();
  const { state, actions, t } = panel;
  const status = useValue(state.conversations).find((it) => it.id === id)?.status;
  const isWaiting =
    status === 'waiting' && state.view.value.screen === 'conversation' && canNotify(state.options.value);
  const offer = useLater(() => import('../settings/notify-me.js'), isWaiting);
  return (
    <>
      {isWaiting && offer && <offer.NotifyMe panel={panel} />}
      <button type="button" class="share small" onClick={() => actions.go({ screen: 'share' })}>
        <Icon d={SHIELD} />
        {t('share')}
      </button>
    </>
  );
}
