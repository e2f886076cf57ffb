import { useId, useRef, useState } from 'preact/hooks';
import { toSobaniError } from '../../core/errors.js';
import type { FormField, FormValue, Message, Part } from '../../types.js';
import { refusalWords } from '../conversation/reasons.js';
import { list, text } from '../kit/gate.js';
import type { Panel } from '../panel/context.js';
import { usePanel } from '../panel/use-panel.js';
import { answerWords } from './answers.js';
import { checkField, type Entry, type Judged } from './check-field.js';
import { Field } from './form-field.js';
import { Question } from './question.js';

type Entries = Record<string, Entry>;

/** What was put into forms and not sent yet, by form: another screen must not cost it. Of one visitor. */
let visitor: { count: number; forms: Map<string, Entries> } | undefined;
function entriesOf({ state }: Panel): Map<string, Entries> {
  const count = state.cleared.value;
  if (visitor?.count !== count) visitor = { count, forms: new Map() };
  return visitor.forms;
}

/** A form, until it is answered. */
export function FormView({ part, message }: { part: Extract<Part, { type: 'form' }>; message: Message }) {
  return (
    <Question message={message} title={text(part.title)} said={text(part.text)}>
      <Form part={part} message={message} />
    </Question>
  );
}

/** With what was agreed to, so that it can be told later. */
const answerOf = (field: FormField, value: FormValue['value']): FormValue => ({
  ...{ name: text(field.name), label: text(field.label), value },
  ...(field.type === 'consent' && text(field.text) && { text: text(field.text) }),
});

/** A name twice would be one field for two. */
const unique = (fields: FormField[]) => [...new Map(list(fields).map((field) => [text(field.name), field])).values()];

function Form({ part, message }: { part: Extract<Part, { type: 'form' }>; message: Message }) {
  const panel = usePanel();
  const { actions, t } = panel;
  const forms = entriesOf(panel);
  const fields = unique(part.fields);
  const prefix = useId();
  const element = useRef<HTMLFormElement>(null);
  const [entries, setEntries] = useState<Entries>(() => forms.get(message.id) ?? {});
  const [tries, setTries] = useState(0);
  const isBusy = useRef(false);
  const [refused, setRefused] = useState('');

  const judged = fields.map((field) => checkField(field, entries[text(field.name)]));
  const words = ({ mend, n = 0 }: Judged) => (mend ? t(mend, { n }) : '');
  const idOf = (i: number) => `${prefix}-${i}`;
  const focus = (i: number) => element.current?.querySelector<HTMLElement>(`[id="${idOf(i)}"]`)?.focus();
  const wrong = judged.flatMap(({ mend }, i) => (mend ? [i] : []));

  // a browser fills in all fields in one go
  const enter = (name: string, entry: Entry) =>
    setEntries((now) => {
      const next = { ...now, [name]: entry };
      forms.set(message.id, next);
      return next;
    });
  const send = async () => {
    if (isBusy.current) return;
    setTries(tries + 1);
    setRefused('');
    if (wrong[0] !== undefined) return focus(wrong[0]);
    const values = fields.flatMap((field, i): FormValue[] => {
      const { value } = judged[i]!;
      return value === undefined ? [] : [answerOf(field, value)];
    });
    const lines = values.map((value) => `${value.label}: ${answerWords(t, value, fields)}`);
    isBusy.current = true;
    try {
      const text = lines.join('\n') || t('sent');
      await actions.answer(message.conversation, [{ type: 'answers', to: message.id, values, text }]);
      forms.delete(message.id);
    } catch (error) {
      setRefused(refusalWords(t, toSobaniError(error)));
    }
    isBusy.current = false;
  };

  return (
    <form
      ref={element}
      noValidate
      aria-label={text(part.title) || text(part.text)}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {fields.map((field, i) => (
        <Field
          key={text(field.name)}
          field={field}
          id={idOf(i)}
          entry={entries[text(field.name)]}
          error={tries ? words(judged[i]!) : ''}
          onEntry={(entry) => enter(text(field.name), entry)}
        />
      ))}
      {/* always there, so that what comes into it is spoken; and again with the next try */}
      <div role="alert" class="mend">
        {tries > 0 && wrong.length > 0 && (
          <div key={tries}>
            {t('toMend', { n: wrong.length })}
            <ul>
              {wrong.map((i) => (
                <li key={i}>
                  <button type="button" onClick={() => focus(i)}>
                    {text(fields[i]!.label)}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        {refused}
      </div>
      <button type="submit" class="solid">
        {text(part.submit) || t('send')}
      </button>
    </form>
  );
}
