import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { toSobaniError } from '../../core/errors.js';
import type { FormValue, Message } from '../../types.js';
import { refusalWords } from '../conversation/reasons.js';
import { text } from '../kit/gate.js';
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

/** A question of one part, with what answers it. */
export function Asked({ part, message, children }: { part: Asking; message: Message; children: ComponentChildren }) {
  const said = firstLine(part.text);
  // the label of what follows may be the question itself
  return (
    <kit.Question message={message} said={said === text(part.label) ? '' : said}>
      {children}
    </kit.Question>
  );
}
