import { Icon } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';

const SLIDERS =
  'M4 8h8.5m5 0H20M4 16h2.5m5 0H20M15 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Zm-6 8a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z';

/** The way to the settings, in the header of home. */
export function SettingsLink() {
  const { actions, t } = usePanel();
  return (
    <button type="button" aria-label={t('settings')} onClick={() => actions.go({ screen: 'settings' })}>
      <Icon d={SLIDERS} flip />
    </button>
  );
}
