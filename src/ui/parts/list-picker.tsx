import { useId, useRef, useState } from 'preact/hooks';
import type { Message, Part } from '../../types.js';
import { list, text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { Asked, useAnswer } from './asked.js';
import { kit } from './parts-kit.js';
import { Thumb } from './thumb.js';

/** Asks for one or several of a list; what was chosen is sent once. */
export function ListPickerView({ part, message }: { part: Extract<Part, { type: 'list-picker' }>; message: Message }) {
  const { t } = usePanel();
  const { answer, refused } = useAnswer(part, message);
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [chosen, choose] = useState<string[]>([]);
  const [mend, setMend] = useState('');
  const { multiple } = part;
  const field = kit.pickerField(part);
  const send = () => {
    const { value, mend, n = 0 } = kit.checkField(field, multiple ? chosen : chosen[0]);
    setMend(mend ? t(mend, { n }) : '');
    if (value === undefined) return form.current!.querySelector('input')?.focus();
    void answer(value, kit.answerWords(t, { name: field.name, label: field.label, value }, [field]));
  };
  return (
    <Asked part={part} message={message}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <fieldset class="entry" {...(mend && { 'aria-describedby': `${id}-mend` })}>
          <legend dir="auto">{text(part.label)}</legend>
          {list(part.items).map((item, i) => (
            <label key={i} class="tick pick">
              <input
                type={multiple ? 'checkbox' : 'radio'}
                name={id}
                checked={chosen.includes(item.value)}
                onChange={({ currentTarget }) => {
                  const others = multiple ? chosen.filter((value) => value !== item.value) : [];
                  choose(currentTarget.checked ? [...others, item.value] : others);
                }}
              />
              <Thumb picture={item.image} />
              <span>
                <span dir="auto">{text(item.title)}</span>
                {text(item.text) && <small dir="auto">{text(item.text)}</small>}
              </span>
            </label>
          ))}
        </fieldset>
        <p id={`${id}-mend`} role="alert" class="mend">
          {mend || refused}
        </p>
        <button type="submit" class="solid">
          {text(part.submit) || t('send')}
        </button>
      </form>
    </Asked>
  );
}
