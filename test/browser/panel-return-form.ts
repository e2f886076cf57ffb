/** A form with a field of most kinds. */
import type { FormField, Part } from '../../src/types.js';

const FIELDS: FormField[] = [
  { name: 'name', label: 'Your name', type: 'text', required: true },
  { name: 'email', label: 'E-mail', type: 'email', required: true },
  {
    name: 'why',
    label: 'Why',
    type: 'select',
    options: [
      { value: 'small', label: 'Too small' },
      { value: 'large', label: 'Too large' },
    ],
  },
  {
    name: 'with',
    label: 'What comes along',
    type: 'multiselect',
    options: [
      { value: 'lid', label: 'The lid' },
      { value: 'base', label: 'The base' },
    ],
  },
  { name: 'terms', label: 'I have read the terms', type: 'checkbox', required: true },
];
export const RETURN: Part = {
  type: 'form',
  form: 'return',
  title: 'Return a kettle',
  text: 'Tell us what comes.',
  fields: FIELDS,
};
