import type { Conversation } from '../../types.js';
import { number, text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { Skeleton } from './skeleton.js';
import { plain, statusOf, when } from './words.js';

/** Conversations on the home screen, the last first. */
const CARDS = 3;

export function ConversationCards() {
  const { state, t } = usePanel();
  const conversations = useValue(state.conversations);
  const isRestored = useValue(state.restored);
  if (!conversations[0]) return isRestored ? null : <Skeleton />;
  return (
    <>
      <h3>{t('conversations')}</h3>
      {conversations.slice(0, CARDS).map((conversation) => (
        <Card key={conversation.id} conversation={conversation} />
      ))}
    </>
  );
}

function Card({ conversation }: { conversation: Conversation }) {
  const { state, actions, t } = usePanel();
  const { id, at, readTo } = conversation;
  const messages = useValue(state.messages(id));
  const last = messages[messages.length - 1];
  const isUnread = messages.some(({ author, seq }) => author?.kind !== 'visitor' && number(seq) > readTo);
  const isUnsent = messages.some(({ state }) => state === 'failed');
  const preview = plain(t, last) || t('messages');
  const status = statusOf(t, conversation);
  return (
    <button type="button" class="card" onClick={() => actions.go({ screen: 'conversation', id: text(id) })}>
      {isUnread && (
        <i class="dot">
          <span class="hide">{t('unread')}</span>
        </i>
      )}
      <span>
        <strong dir="auto">{last?.author?.kind === 'visitor' ? `${t('you')}: ${preview}` : preview}</strong>
        <small>
          {isUnsent && <b class="error">{t('notSent')} · </b>}
          {status && <bdi>{status}</bdi>}
          {status && ' · '}
          <bdi>{when(t, at)}</bdi>
        </small>
      </span>
      <Icon d={NEXT} flip />
    </button>
  );
}
