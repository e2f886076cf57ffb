import type { Translate } from '../../i18n/translate.js';
import type { FormField, FormValue, Message, Part } from '../../types.js';
import { list, text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import { momentWords } from './moment.js';
import { pickerField } from './picker-field.js';

/** An answer as it is read: of what was chosen the words that were, where the form is known. */
export function answerWords(t: Translate, { name, value }: FormValue, fields: FormField[]): string {
  if (typeof value === 'boolean') return t(value ? 'ticked' : 'unticked');
  if (typeof value === 'number') return new Intl.NumberFormat(t.locale, { maximumFractionDigits: 20 }).format(value);
  const options = list(list(fields).find((field) => field.name === name)?.options);
  const chosen = (one: unknown) => text(options.find((option) => option.value === one)?.label) || text(one);
  return Array.isArray(value) ? value.map(chosen).join(', ') : chosen(value);
}

interface Props {
  part: Extract<Part, { type: 'answers' }>;
  message: Message;
}

/** What the visitor has answered to a form, to read. */
export function Answers({ part, message }: Props) {
  const { state, t } = usePanel();
  const asked = state.messages(message.conversation).value.find(({ id }) => id === part.to);
  const parts = list(asked?.parts);
  const isDate = parts.some(({ type }) => type === 'date-picker');
  const fields = parts.flatMap((one) =>
    one.type === 'form' ? list(one.fields) : one.type === 'list-picker' ? [pickerField(one)] : [],
  );
  return (
    <dl class="bubble answers">
      {list(part.values).map((value, i) => (
        <div key={i}>
          <dt dir="auto">{text(value.label)}</dt>
          <dd dir="auto">
            {(isDate && momentWords(t.locale, value.value)) || answerWords(t, value, fields)}
            {text(value.text) && <small>{text(value.text)}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
