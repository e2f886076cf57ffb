import { Icon } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';

export const SHIELD = 'M12 3 5 6v6c0 4 2 7 7 9 5-2 7-5 7-9V6Zm-3 9 2 2 4-4';

/** The way to "What we share", above the composer. */
export function ShareLink() {
  const { actions, t } = usePanel();
  return (
    <button type="button" class="share small" onClick={() => actions.go({ screen: 'share' })}>
      <Icon d={SHIELD} />
      {t('share')}
    </button>
  );
}
