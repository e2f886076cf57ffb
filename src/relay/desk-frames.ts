import * as v from 'valibot';
import * as LIMITS from '../core/limits.js';
import type { DeskClientFrame, Happening } from '../wire/desk.js';
import { createFrameParser } from './border.js';
import { id, r } from './frames.js';
import { body, filePart } from './part-frames.js';

const text = v.pipe(body, v.minLength(1));

/** Characters of a note about a person. */
const REMARK = 2_000;
const remark = v.pipe(text, v.maxLength(REMARK));

const kinds: Record<Happening['kind'], true> = {
  page: true,
  product: true,
  cart: true,
  order: true,
  trouble: true,
  search: true,
  article: true,
  event: true,
  conversation: true,
  answer: true,
  rating: true,
};
const KINDS = Object.keys(kinds) as Happening['kind'][];

const frame = v.variant('t', [
  v.object({ t: v.literal('hello'), session: v.pipe(v.string(), v.maxLength(256)) }),
  v.object({ t: v.literal('load'), r, conversation: id }),
  v.object({
    t: v.literal('reply'),
    r,
    id,
    conversation: id,
    text: body,
    to: v.exactOptional(id),
    files: v.exactOptional(v.pipe(v.array(filePart), v.maxLength(LIMITS.attachments))),
  }),
  v.object({ t: v.literal('file'), r, conversation: id, file: id }),
  v.object({ t: v.literal('note'), r, id, conversation: id, text }),
  v.object({ t: v.literal('assign'), r, conversation: id, agent: v.nullable(v.pipe(v.string(), v.maxLength(64))) }),
  v.object({ t: v.literal('resolve'), r, conversation: id }),
  v.object({ t: v.literal('reopen'), r, conversation: id }),
  v.object({
    t: v.literal('timeline'),
    r,
    conversation: id,
    before: v.nullable(v.object({ at: r, id: r })),
    kinds: v.exactOptional(v.array(v.picklist(KINDS))),
  }),
  v.object({ t: v.literal('earlier'), r, conversation: id, before: v.object({ at: r, id }) }),
  v.object({ t: v.literal('remark'), r, id, conversation: id, text: remark }),
  v.object({ t: v.literal('unremark'), r, id, conversation: id }),
  v.object({ t: v.literal('enrich'), r, conversation: id }),
  v.object({ t: v.literal('typing'), conversation: id, on: v.boolean() }),
  v.object({ t: v.literal('read'), conversation: id, seq: r }),
  v.object({ t: v.literal('ping') }),
]) satisfies v.GenericSchema<unknown, DeskClientFrame>;

const known: Record<DeskClientFrame['t'], true> = {
  hello: true,
  load: true,
  reply: true,
  file: true,
  note: true,
  assign: true,
  resolve: true,
  reopen: true,
  timeline: true,
  earlier: true,
  remark: true,
  unremark: true,
  enrich: true,
  typing: true,
  read: true,
  ping: true,
};

export const parseDeskFrame = createFrameParser<DeskClientFrame>(frame, new Set(Object.keys(known)));

export const parseSignIn = (input: unknown): string | null => {
  const result = v.safeParse(v.object({ code: v.pipe(v.string(), v.maxLength(256)) }), input);
  return result.success ? result.output.code : null;
};
