import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { toSobaniError } from '../../core/errors.js';
import type { FormValue, Message } from '../../types.js';
import { CHECK } from '../conversation/drawings.js';
import { refusalWords } from '../conversation/reasons.js';
import { text } from '../kit/gate.js';
import { Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { kit } from './parts-kit.js';
import { firstLine } from './said.js';

interface Asking {
  name: string;
  label: string;
  text: string;
}

/** Sends the answer to what one part asks, once. */
export function useAnswer(part: Asking, message: Message) {
  const { actions, t } = usePanel();
  const isBusy = useRef(false);
  const [refused, setRefused] = useState('');
  /** `words`: the answer as it is read. */
  const answer = async (value: FormValue['value'], words: string) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setRefused('');
    const label = text(part.label);
    try {
      await actions.answer(message.conversation, [
        {
          type: 'answers',
          to: message.id,
          values: [{ name: text(part.name), label, value }],
          text: `${label}: ${words}`,
        },
      ]);
    } catch (error) {
      setRefused(refusalWords(t, toSobaniError(error)));
    }
    isBusy.current = false;
  };
  return { answer, refused };
}

/** A question with what answers it, until it is answered; whether it is, the log of the conversation tells. */
export function Asked({ part, message, children }: { part: Asking; message: Message; children: ComponentChildren }) {
  const { state, t } = usePanel();
  const { id, conversation } = message;
  const isAnswered = !!kit.replyTo(useValue(state.messages(conversation)), id, 'answers');
  const status = useValue(state.conversations).find((it) => it.id === conversation)?.status;
  // the label of what follows may be the question itself
  const said = firstLine(part.text);
  return (
    <div class="sheet form">
      {said && said !== text(part.label) && (
        <p dir="auto" class="said">
          {said}
        </p>
      )}
      {isAnswered ? (
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
