import type { ComponentChildren } from 'preact';
import type { Message } from '../../types.js';
import { CHECK } from '../conversation/drawings.js';
import { Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { replyTo } from './replies.js';

interface Props {
  /** That asks. */
  message: Message;
  title?: string;
  said: string;
  children: ComponentChildren;
}

/** A question with what answers it, until it is answered or over; whether it is, the log of the conversation tells. */
export function Question({ message: { id, conversation }, title, said, children }: Props) {
  const { state, t } = usePanel();
  const answer = replyTo(useValue(state.messages(conversation)), id, 'answers');
  const status = useValue(state.conversations).find((it) => it.id === conversation)?.status;
  return (
    <div class="sheet form">
      {title && <strong dir="auto">{title}</strong>}
      {said && (
        <p dir="auto" class="said">
          {said}
        </p>
      )}
      {answer ? (
        <p class="done small">
          <Icon d={CHECK} />
          {t('sent')}
        </p>
      ) : status === 'resolved' ? (
        <p class="small">{t('formEnded')}</p>
      ) : (
        children
      )}
    </div>
  );
}
