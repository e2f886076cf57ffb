import { type ComponentChildren, Fragment } from 'preact';
import type { Conversation, Message } from '../../types.js';
import { number, text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { Skeleton } from './skeleton.js';
import { plain, statusOf, when } from './words.js';

/** Conversations on the home screen, the last first. */
const CARDS = 3;

/** Messages in it that the visitor has not seen, of whomever. */
const unreadIn = (messages: readonly Message[], readTo: number) =>
  messages.filter(({ author, seq }) => author?.kind !== 'visitor' && number(seq) > readTo).length;

export function ConversationCards() {
  const { state, actions, t } = usePanel();
  const conversations = useValue(state.conversations);
  const isRestored = useValue(state.restored);
  if (!conversations[0]) return isRestored ? null : <Skeleton />;
  // those that go on, and what is new in the others; else the last one
  const going = conversations.filter(
    ({ id, status, readTo }) => status !== 'resolved' || unreadIn(state.messages(id).value, readTo),
  );
  const shown = going[0] ? going.slice(0, CARDS) : conversations.slice(0, 1);
  return (
    <>
      <h3>{t('conversations')}</h3>
      {shown.map((conversation) => (
        <ConversationCard key={conversation.id} conversation={conversation} />
      ))}
      {conversations[1] && (
        <button type="button" class="all small" onClick={() => actions.go({ screen: 'conversations' })}>
          {t('allConversations')}
        </button>
      )}
    </>
  );
}

/** `found`: in place of the last words. */
export function ConversationCard({ conversation, found }: { conversation: Conversation; found?: ComponentChildren }) {
  const { state, actions, t } = usePanel();
  const { id, at, readTo, status, assignee } = conversation;
  const messages = useValue(state.messages(id));
  const last = messages[messages.length - 1];
  const unread = unreadIn(messages, readTo);
  const isUnsent = messages.some(({ state }) => state === 'failed');
  const preview = plain(t, last) || t('messages');
  const said = [
    unread > 1 && t('unreadCount', { n: unread }),
    statusOf(t, conversation),
    status === 'resolved' && text(assignee?.name),
    when(t, at),
  ].filter(Boolean);
  return (
    <button type="button" class="card" onClick={() => actions.go({ screen: 'conversation', id: text(id) })}>
      {!!unread && (
        <i class="dot">
          <span class="hide">{t('unread')}</span>
        </i>
      )}
      <span>
        <strong dir="auto">{found ?? (last?.author?.kind === 'visitor' ? `${t('you')}: ${preview}` : preview)}</strong>
        <small>
          {isUnsent && <b class="error">{t('notSent')} · </b>}
          {said.map((one, i) => (
            <Fragment key={i}>
              {!!i && ' · '}
              <bdi>{one}</bdi>
            </Fragment>
          ))}
        </small>
      </span>
      <Icon d={NEXT} flip />
    </button>
  );
}
