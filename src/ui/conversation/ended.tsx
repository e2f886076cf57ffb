import { usePanel } from '../panel/use-panel.js';
import { goOn } from './go-on.js';

/** In the composer's place when the conversation is over. What was written and not sent goes on in the next one. */
export function Ended({ id }: { id: string }) {
  const panel = usePanel();
  const { drafts, t } = panel;
  return (
    <footer class="ended">
      <p>{t('closed')}</p>
      {drafts.value.get(id)?.trim() && <p class="small">{t('takenAlong')}</p>}
      <button type="button" class="solid" onClick={() => void goOn(panel, id)}>
        {t('startNew')}
      </button>
    </footer>
  );
}
