/** A list picker as the field of a form that it is. Pure. */
import type { FormField, Part } from '../../types.js';
import { list, text } from '../kit/gate.js';

export const pickerField = ({
  name,
  label,
  items,
  multiple,
  min,
  max,
}: Extract<Part, { type: 'list-picker' }>): FormField & { options: { value: string; label: string }[] } => ({
  name: text(name),
  label: text(label),
  type: multiple ? 'multiselect' : 'select',
  options: list(items).map((item) => ({ value: text(item.value), label: text(item.title) })),
  required: true,
  ...(multiple && typeof min === 'number' && { min }),
  ...(multiple && typeof max === 'number' && { max }),
});
