import * as v from 'valibot';
import { isChannel } from '../core/channels.js';
import * as LIMITS from '../core/limits.js';
import type { Channel, FilePart, Part, Rating } from '../types.js';
import { body, picture, richParts } from './rich-part-frames.js';

/** What parts a visitor's device may send. `event` parts are the back end's alone. */

const opt = v.exactOptional;
const upTo = (max: number) => v.pipe(v.string(), v.maxLength(max));
const word = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const size = v.pipe(count, v.minValue(1));
const amount = v.pipe(v.number(), v.finite());

export { body };

const label = word(200);
const url = upTo(LIMITS.url);

const field = v.object({
  name: word(64),
  label,
  type: v.picklist([
    ...(['text', 'email', 'phone', 'number', 'url', 'date', 'time'] as const),
    ...(['select', 'multiselect', 'checkbox', 'consent'] as const),
  ]),
  text: opt(upTo(LIMITS.formValue)),
  options: opt(v.pipe(v.array(v.object({ value: word(200), label })), v.maxLength(LIMITS.formOptions))),
  required: opt(v.boolean()),
  min: opt(amount),
  max: opt(amount),
});
const value = v.union([
  upTo(LIMITS.formValue),
  amount,
  v.boolean(),
  v.pipe(v.array(upTo(200)), v.maxLength(LIMITS.formOptions)),
]);

const survey = v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/));
const kind = v.picklist(['csat', 'nps', 'ces', 'custom']);
const ratingFields = {
  survey,
  kind,
  score: v.pipe(count, v.maxValue(LIMITS.score)),
  max: v.pipe(size, v.maxValue(LIMITS.score)),
  remark: opt(word(LIMITS.remark)),
};
const isWithin = <T extends Pick<Rating, 'score' | 'max'>>() =>
  v.check<T, string>(({ score, max }) => score <= max, 'must be no score over its max');

/** The answer to a survey. */
export const rating = v.pipe(v.object(ratingFields), isWithin()) satisfies v.GenericSchema<unknown, Rating>;

const text = v.object({ type: v.literal('text'), text: body });

/** As the upload was answered. */
export const filePart = v.object({
  type: v.literal('file'),
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  name: word(128),
  size: count,
  media: word(64),
  width: opt(size),
  height: opt(size),
}) satisfies v.GenericSchema<unknown, FilePart>;

/** What the visitor says. */
export const visitorPart = v.variant('type', [
  v.object({ ...text.entries, to: opt(word(64)) }),
  filePart,
  v.object({
    type: v.literal('answers'),
    to: word(64),
    values: v.pipe(
      v.array(v.object({ name: word(64), label, value, text: opt(upTo(LIMITS.formValue)) })),
      v.maxLength(LIMITS.formFields),
    ),
    text: body,
  }),
  v.pipe(v.object({ type: v.literal('rating'), to: opt(word(64)), text: body, ...ratingFields }), isWithin()),
]) satisfies v.GenericSchema<unknown, Part>;

/** What the bot on the visitor's device says. */
export const botPart = v.variant('type', [
  text,
  v.object({
    type: v.literal('choices'),
    text: opt(body),
    choices: v.pipe(v.array(v.object({ id: word(64), label })), v.minLength(1), v.maxLength(LIMITS.choices)),
  }),
  v.object({ type: v.literal('article'), article: word(128), title: upTo(300), description: opt(upTo(1_000)) }),
  v.object({
    type: v.literal('sources'),
    text: opt(body),
    sources: v.pipe(
      v.array(v.object({ title: word(300), article: opt(word(128)), url: opt(v.pipe(url, v.regex(/^https?:\/\//))) })),
      v.maxLength(LIMITS.sources),
    ),
  }),
  v.object({
    type: v.literal('channels'),
    reference: word(16),
    text: opt(body),
    channels: v.pipe(
      v.array(v.custom<Channel>(isChannel, 'a channel')),
      v.transform((all) => all.map(({ kind, to }) => ({ kind, to }))),
      v.minLength(1),
      v.maxLength(LIMITS.channels),
    ),
  }),
  v.object({ type: v.literal('handoff'), text: opt(body), team: opt(upTo(64)), reason: opt(upTo(500)) }),
  v.object({ type: v.literal('image'), ...picture, text: opt(body) }),
  v.object({
    type: v.literal('card'),
    title: upTo(300),
    text: opt(body),
    url: opt(url),
    image: opt(v.object(picture)),
  }),
  ...richParts,
  v.object({
    type: v.literal('form'),
    form: word(64),
    text: opt(body),
    title: opt(upTo(300)),
    submit: opt(upTo(64)),
    fields: v.pipe(v.array(field), v.minLength(1), v.maxLength(LIMITS.formFields)),
  }),
  v.object({
    type: v.literal('survey'),
    survey,
    kind,
    scale: v.picklist(['faces', 'stars', 'thumbs', '0-10', '1-7']),
    text: opt(body),
    comment: opt(upTo(200)),
    low: opt(upTo(64)),
    high: opt(upTo(64)),
    thanks: opt(upTo(500)),
  }),
]) satisfies v.GenericSchema<unknown, Part>;
