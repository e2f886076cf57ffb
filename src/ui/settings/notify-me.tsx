/** The offer to be told when somebody answers, as a download of its own. The browser is asked when they press, and not before. */
import '../panel/screens.js';
import { useState } from 'preact/hooks';
import { enNotifyMe } from '../../i18n/en-notify-me.js';
import { addEnglish } from '../../i18n/translate.js';
import type { Panel } from '../panel/context.js';
import { allow } from './allow.js';

addEnglish(enNotifyMe);

export function NotifyMe({ panel: { state, actions, t } }: { panel: Panel }) {
  const [said, say] = useState<keyof typeof enNotifyMe | 'failed'>('notifyMe');
  if (said === 'notifyMe' && state.settings.value.notifications) return null;
  const turnOn = async () => {
    try {
      const isAllowed = await allow();
      if (isAllowed) await actions.choose({ notifications: true });
      say(isAllowed ? 'notifying' : 'notifyDenied');
    } catch {
      say('failed');
    }
  };
  return (
    <p class="notify small" role="status">
      {said === 'notifyMe' ? (
        <button type="button" onClick={() => void turnOn()}>
          {t(said)}
        </button>
      ) : (
        t(said)
      )}
    </p>
  );
}
