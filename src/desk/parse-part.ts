/** What a message is made of, checked at the border. Pure. */
import * as v from 'valibot';
import type { FilePart, Part } from '../types.js';
import { count, number, opt, surveyKind } from './parse-card.js';
import { picture, richParts } from './parse-rich-part.js';

const string = v.string();
const text = opt(string);
const field = v.object({
  name: string,
  label: string,
  type: v.picklist([
    ...(['text', 'email', 'phone', 'number', 'url', 'date', 'time'] as const),
    ...(['select', 'multiselect', 'checkbox', 'consent'] as const),
  ]),
  text,
  options: opt(v.array(v.object({ value: string, label: string }))),
  required: opt(v.boolean()),
  min: opt(number),
  max: opt(number),
});
const value = v.union([string, number, v.boolean(), v.array(string)]);

/** As the relay has it. */
export const filePart = v.object({
  type: v.literal('file'),
  ...{ id: string, name: string, size: count, media: string, width: opt(count), height: opt(count) },
}) satisfies v.GenericSchema<unknown, FilePart>;

const known = v.variant('type', [
  filePart,
  v.object({ type: v.literal('text'), text: string, to: text }),
  v.object({
    type: v.literal('choices'),
    text,
    choices: v.array(v.object({ id: string, label: string })),
  }),
  v.object({ type: v.literal('article'), article: string, title: string, description: text }),
  v.object({ type: v.literal('handoff'), text, team: text, reason: text }),
  v.object({ type: v.literal('event'), event: v.picklist(['assigned', 'resolved', 'reopened']), text, name: text }),
  v.object({ type: v.literal('image'), ...picture, text }),
  v.object({ type: v.literal('card'), title: string, text, url: text, image: opt(v.object(picture)) }),
  ...richParts,
  v.object({ type: v.literal('form'), form: string, text, title: text, submit: text, fields: v.array(field) }),
  v.object({
    type: v.literal('answers'),
    to: string,
    values: v.array(v.object({ name: string, label: string, value, text })),
    text: string,
  }),
  v.object({
    type: v.literal('sources'),
    text,
    sources: v.array(v.object({ title: string, article: text, url: text })),
  }),
  v.object({
    type: v.literal('survey'),
    survey: string,
    kind: surveyKind,
    scale: v.picklist(['faces', 'stars', 'thumbs', '0-10', '1-7']),
    ...{ text, comment: text, low: text, high: text, thanks: text },
  }),
  v.object({
    type: v.literal('rating'),
    ...{ survey: string, kind: surveyKind, to: text, score: count, max: count, remark: text, text: string },
  }),
]) satisfies v.GenericSchema<unknown, Part>;

/** One of a type from a later version is shown by its text. */
const unknown = v.pipe(
  v.object({ text: v.optional(string, '') }),
  v.transform(({ text }) => ({ type: 'text' as const, text })),
);

export const part = v.union([known, unknown]);
