import type { InputHTMLAttributes } from 'preact';
import type { FormField } from '../../types.js';
import { Linked } from '../conversation/linked.js';
import { line, list, text } from '../kit/gate.js';
import { usePanel } from '../panel/use-panel.js';
import type { Entry } from './check-field.js';

/** Keyboards and what the browser fills in. A number is a text to type: its wheel and arrows change it unseen. */
const INPUTS: Partial<Record<FormField['type'], InputHTMLAttributes>> = {
  email: { type: 'email', autocomplete: 'email', inputMode: 'email' },
  phone: { type: 'tel', autocomplete: 'tel', inputMode: 'tel' },
  number: { type: 'text', autocomplete: 'off', inputMode: 'decimal' },
  url: { type: 'url', autocomplete: 'url', inputMode: 'url' },
  date: { type: 'date', autocomplete: 'off' },
  time: { type: 'time', autocomplete: 'off' },
};

interface Props {
  field: FormField;
  /** Unique in the shadow root; the element that takes the focus has it. */
  id: string;
  entry: Entry;
  /** What is to mend, else nothing. */
  error: string;
  onEntry(entry: Entry): void;
}

export function Field({ field, id, entry, error, onEntry }: Props) {
  const { t } = usePanel();
  const { type, required } = field;
  const told = error ? { 'aria-invalid': true, 'aria-describedby': `${id}-mend` } : {};
  const label = (
    <>
      <span dir="auto">{line(field.label)}</span>
      {!required && type !== 'checkbox' && type !== 'consent' && <small> ({t('optional')})</small>}
    </>
  );
  const mend = (
    <span id={`${id}-mend`} class="mend">
      {error}
    </span>
  );
  const options = list(field.options);

  if (type === 'checkbox' || type === 'consent') {
    const agreed = type === 'consent' && text(field.text);
    return (
      <div class="entry">
        {agreed && (
          <p id={`${id}-text`} class="agreed small" dir="auto">
            <Linked text={agreed} />
          </p>
        )}
        <label class="tick">
          <input
            {...told}
            aria-describedby={[agreed && `${id}-text`, error && `${id}-mend`].filter(Boolean).join(' ') || undefined}
            id={id}
            type="checkbox"
            required={required}
            checked={entry === true}
            onChange={({ currentTarget }) => onEntry(currentTarget.checked)}
          />
          {label}
        </label>
        {mend}
      </div>
    );
  }
  if (type === 'multiselect') {
    const chosen = Array.isArray(entry) ? entry : [];
    return (
      <fieldset class="entry" {...(error && { 'aria-describedby': `${id}-mend` })}>
        <legend>{label}</legend>
        {options.map((option, i) => (
          <label key={i} class="tick">
            <input
              id={i ? undefined : id}
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={({ currentTarget }) => {
                const others = chosen.filter((value) => value !== option.value);
                onEntry(currentTarget.checked ? [...others, option.value] : others);
              }}
            />
            <span dir="auto">{text(option.label)}</span>
          </label>
        ))}
        {mend}
      </fieldset>
    );
  }
  const shared = { ...told, id, required: !!required, value: typeof entry === 'string' ? entry : '' };
  return (
    <div class="entry">
      <label for={id}>{label}</label>
      {type === 'select' ? (
        <select {...shared} onChange={({ currentTarget }) => onEntry(currentTarget.value)}>
          <option value="">{t('choose')}</option>
          {options.map((option, i) => (
            <option key={i} value={text(option.value)}>
              {text(option.label)}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...(INPUTS[type] ?? { type: 'text' })}
          {...shared}
          dir="auto"
          maxLength={1_000}
          onInput={({ currentTarget }) => onEntry(currentTarget.value)}
        />
      )}
      {mend}
    </div>
  );
}
