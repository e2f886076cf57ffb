/** Weights as strings, where the model is compiled. `unpack` is in parse.ts. Pure. */
import { writeNumber } from './digits.js';
import { MOST_VALUE, type WeightsForm } from './format.js';
import type { Pruned } from './prune.js';

export function pack({ bits, table, scales, biases }: Pruned): WeightsForm {
  const form: WeightsForm = { bits, rows: '', counts: '', slots: '', values: '', scales, biases };
  let before = -1;
  for (const id of [...table.keys()].sort((a, b) => a - b)) {
    const row = table
      .get(id)!
      .slice()
      .sort((a, b) => a[0] - b[0]);
    form.rows += writeNumber(id - before - 1);
    form.counts += writeNumber(row.length);
    before = id;
    let last = -1;
    for (const [intent, value] of row) {
      form.slots += writeNumber(intent - last - 1);
      form.values += String.fromCharCode(35 + MOST_VALUE + value);
      last = intent;
    }
  }
  return form;
}
