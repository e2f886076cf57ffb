/** In place of a conversation that is not known here: it may come with the connection, or not at all. */
import { enGone } from '../../i18n/en-gone.js';
import { addEnglish } from '../../i18n/translate.js';
import { Skeleton } from '../conversation/skeleton.js';
import { isAway, useStanding } from '../conversation/use-standing.js';
import type { Panel } from '../panel/context.js';
import { start } from '../panel/start.js';

addEnglish(enGone);

export function GoneScreen({ panel }: { panel: Panel }) {
  const { state, actions, t } = panel;
  const standing = useStanding();
  if (standing === 'connecting') {
    return (
      <section class="scroll">
        <Skeleton />
      </section>
    );
  }
  return (
    <section class="scroll blank none">
      <p>{t(isAway(standing) ? 'notYet' : 'notHere')}</p>
      <button type="button" class="solid" onClick={() => void start(panel, actions.current())}>
        {t('start')}
      </button>
      {state.conversations.value[0] && (
        <button type="button" class="all small" onClick={() => actions.go({ screen: 'conversations' })}>
          {t('allConversations')}
        </button>
      )}
    </section>
  );
}
