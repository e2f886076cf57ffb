import { useId, useRef, useState } from 'preact/hooks';
import type { Message, Part } from '../../types.js';
import { text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { Asked, useAnswer } from './asked.js';
import { kit } from './parts-kit.js';
import { firstLine } from './said.js';

interface Props {
  part: Extract<Part, { type: 'date-picker' }>;
  message: Message;
}

/** Asks for a day: offered ones are answered with one press, any other with the browser's own field. */
export function DatePickerView({ part, message }: Props) {
  const { t } = usePanel();
  const { answer, refused } = useAnswer(part, message);
  const offers = (Array.isArray(part.offers) ? part.offers : []).flatMap((moment) => {
    const words = kit.momentWords(t.locale, moment);
    return words ? [[moment, words] as const] : [];
  });
  const isFree = !offers[0] || !!text(part.min) || !!text(part.max);
  return (
    <Asked part={part} message={message}>
      {offers[0] && (
        <fieldset class="presses" aria-label={t('offeredTimes')}>
          {offers.map(([moment, words]) => (
            <button key={moment} type="button" onClick={() => void answer(moment, words)}>
              {words}
            </button>
          ))}
        </fieldset>
      )}
      {isFree && (
        <Free part={part} isAlone={!offers[0]} onAnswer={(day) => void answer(day, kit.momentWords(t.locale, day)!)} />
      )}
      <p role="alert" class="mend">
        {refused}
      </p>
    </Asked>
  );
}

function Free({ part, isAlone, onAnswer }: { part: Props['part']; isAlone: boolean; onAnswer: (day: string) => void }) {
  const { t } = usePanel();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [mend, setMend] = useState('');
  // a bound that is no day bounds nothing
  const [min, max] = [part.min, part.max].map((day) => (kit.isDay(text(day)) ? text(day) : '')) as [string, string];
  const send = () => {
    const day = field.current!.value;
    const wrong = !kit.isDay(day)
      ? t('mend-date')
      : min && day < min
        ? t('mend-from', { from: kit.momentWords(t.locale, min)! })
        : max && day > max
          ? t('mend-until', { until: kit.momentWords(t.locale, max)! })
          : '';
    setMend(wrong);
    if (wrong) field.current!.focus();
    else onAnswer(day);
  };
  return (
    <form
      noValidate
      aria-label={firstLine(part.text) || text(part.label)}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="entry">
        <label for={id}>{isAlone ? text(part.label) : t('otherDay')}</label>
        <input
          ref={field}
          id={id}
          type="date"
          min={min || undefined}
          max={max || undefined}
          {...(mend && { 'aria-invalid': true, 'aria-describedby': `${id}-mend` })}
        />
        <span id={`${id}-mend`} class="mend" role="alert">
          {mend}
        </span>
      </div>
      <button type="submit" class="solid">
        {t('send')}
      </button>
    </form>
  );
}
