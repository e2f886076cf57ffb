import * as v from 'valibot';
import * as LIMITS from '../core/limits.js';
import type { HandoffDetails, Summary } from '../types.js';

/** What a visitor's device may tell with a hand-off, beside the situation. */

const opt = v.exactOptional;
const line = v.pipe(v.string(), v.maxLength(200));
const word = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const list = <T>(item: v.GenericSchema<unknown, T>) => v.pipe(v.array(item), v.maxLength(20));

/** Its issue counts as too large (see border.ts). */
const isSmall = v.rawCheck<Summary>(({ dataset, addIssue }) => {
  const isOver = dataset.typed && Buffer.byteLength(JSON.stringify(dataset.value)) > LIMITS.summary;
  if (isOver) addIssue({ expected: `<=${LIMITS.summary} bytes` });
});

export const details = {
  summary: opt(
    v.pipe(
      v.object({
        asked: list(line),
        tried: list(v.object({ article: word(128), title: line })),
        answered: list(v.object({ question: line, answer: line })),
        collected: v.pipe(
          v.record(word(64), v.union([line, v.pipe(v.number(), v.finite()), v.boolean()])),
          v.maxEntries(20),
        ),
      }),
      isSmall,
    ),
  ),
  intent: opt(v.object({ id: word(64), confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) })),
  language: opt(word(64)),
  tone: opt(v.picklist(['angry', 'urgent', 'plain'])),
  priority: opt(v.picklist(['low', 'normal', 'high', 'urgent'])),
  reference: opt(word(16)),
} satisfies { [K in keyof Required<HandoffDetails>]: v.GenericSchema };
