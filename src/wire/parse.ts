/**
 * Reads what came from outside: a relay's frames, stored rows, another back end's messages. What passes has exactly the
 * fields named here, each of its type and within its length; an unknown field is dropped, anything wrong is refused.
 */
import { type ErrorCode, SobaniError } from '../core/errors.js';
import type { UploadLimits } from '../core/file-ports.js';
import * as LIMITS from '../core/limits.js';
import type { Source } from '../core/matcher.js';
import type { HistoryPage, Receipt, RemoteConversation, RemoteMessage, TransportEvent } from '../core/ports.js';
import type {
  Author,
  Channel,
  Choice,
  ConversationStatus,
  FormField,
  FormValue,
  Part,
  Person,
  Picture,
} from '../types.js';
import type { Answers, Ask, ClientFrame, ServerFrame } from './frames.js';

/** Returns the value as T, or throws a SobaniError `invalid` that names the path. */
export type Parse<T> = (value: unknown, path: string) => T;
type Fields<T> = { [K in keyof T]-?: Parse<Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K]> };
type Shape = Fields<Record<string, unknown>>;

export function refuse(path: string, expected: string): never {
  throw new SobaniError('invalid', `${path || 'value'}: expected ${expected}`, { path });
}

const is =
  <T>(isRight: (value: T) => unknown, expected: string): Parse<T> =>
  (value, path) =>
    isRight(value as T) ? (value as T) : refuse(path, expected);

/** A string of `min` to `max` UTF-16 units. */
export const string = (max = 512, min = 0): Parse<string> =>
  is((value) => typeof value === 'string' && value.length >= min && value.length <= max, `${min}-${max} characters`);

/** A safe integer from `min`. */
export const integer = (min = 0): Parse<number> =>
  is((value) => Number.isSafeInteger(value) && value >= min, `an integer >= ${min}`);

export const boolean: Parse<boolean> = is((value) => typeof value === 'boolean', 'a boolean');

/** One of the words, which are given with spaces between them. */
export const word = <T extends string>(words: string): Parse<T> =>
  is((value) => words.split(' ').includes(value), words);

/** Absent or null, which comes out as absent; or the value. */
export const optional =
  <T>(parse: Parse<T>): Parse<T | undefined> =>
  (value, path) =>
    value == null ? undefined : parse(value, path);

export const list = <T>(item: Parse<T>, max = 1000): Parse<T[]> => {
  const array = is<unknown[]>((value) => Array.isArray(value) && value.length <= max, `a list, <= ${max}`);
  return (value, path) => array(value, path).map((one, i) => item(one, `${path}[${i}]`));
};

const anyObject = is<Record<string, unknown>>((value) => Object(value) === value, 'an object');

/** An object: a new one with these fields and no others. */
export const object =
  <T extends object>(fields: Fields<T>): Parse<T> =>
  (value, path) => {
    const given = anyObject(value, path);
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(fields)) {
      const field = fields[key as keyof T](given[key], path ? `${path}.${key}` : key);
      if (field !== undefined) out[key] = field;
    }
    return out as T;
  };

/** An object whose field `key` names the shape of the rest. Of an unknown name: as `other`, or undefined without that. */
const tagged =
  <T>(key: string, shapes: Record<string, Shape>, other?: Shape): Parse<T | undefined> =>
  (value, path) => {
    const { [key]: tag } = object<Record<string, string>>({ [key]: line })(value, path);
    const shape = Object.hasOwn(shapes, tag!) ? shapes[tag!] : other;
    return shape && ({ [key]: tag, ...object(shape)(value, path) } as T);
  };

const id = string(128, 1);
const line = string();
const text = string(LIMITS.text);
const count = integer();
const place = integer(1);
const maybeLine = optional(line);
const maybeText = optional(text);

export const parseAuthor = object<Author>({
  kind: word('visitor agent bot system'),
  id: maybeLine,
  name: maybeLine,
});

const url = string(LIMITS.url);
const maybePlace = optional(place);
const picture = { url, alt: line, width: maybePlace, height: maybePlace };
const maybeNumber = optional(is<number>(Number.isFinite, 'a number'));
const kind = word<'csat' | 'nps' | 'ces' | 'custom'>('csat nps ces custom');
const options = list(
  object<NonNullable<FormField['options']>[number]>({ value: line, label: line }),
  LIMITS.formOptions,
);
const field = object<FormField>({
  name: id,
  label: line,
  type: word('text email phone number url date select multiselect checkbox'),
  options: optional(options),
  required: optional(boolean),
  min: maybeNumber,
  max: maybeNumber,
});
const answer: Parse<FormValue['value']> = (value, path) => {
  if (typeof value === 'boolean' || Number.isFinite(value)) return value as number;
  return (Array.isArray(value) ? list(line, LIMITS.formOptions) : string(LIMITS.formValue))(value, path) as string;
};

/** Parts of a message. One of an unknown type keeps its `type` and its `text`. */
export const parseParts = list(
  tagged(
    'type',
    {
      text: { text, to: optional(id) },
      choices: { text: maybeText, choices: list(object<Choice>({ id, label: line }), LIMITS.choices) },
      article: { article: id, title: line, description: maybeText },
      sources: {
        text: maybeText,
        sources: list(
          object<Source>({ title: line, article: optional(id), url: optional(string(LIMITS.url)) }),
          LIMITS.sources,
        ),
      },
      handoff: { text: maybeText, team: maybeLine, reason: maybeLine },
      channels: {
        reference: line,
        text: maybeText,
        // a kind that only a later version knows is not shown, and no reason to drop the message
        channels: list(object<Channel>({ kind: line as Parse<Channel['kind']>, to: line }), LIMITS.channels),
      },
      event: { event: word('assigned resolved reopened'), text: maybeText, name: maybeLine },
      image: { ...picture, text: maybeText },
      file: { id, name: line, size: count, media: line, width: maybePlace, height: maybePlace },
      card: {
        title: line,
        text: maybeText,
        url: optional(url),
        image: optional(object<Picture>(picture)),
      },
      form: { form: id, text: maybeText, title: maybeLine, submit: maybeLine, fields: list(field, LIMITS.formFields) },
      answers: {
        to: id,
        values: list(object<FormValue>({ name: id, label: line, value: answer }), LIMITS.formFields),
        text,
      },
      survey: {
        survey: id,
        kind,
        scale: word('faces stars thumbs 0-10 1-7'),
        text: maybeText,
        comment: maybeLine,
        low: maybeLine,
        high: maybeLine,
        thanks: maybeLine,
      },
      rating: {
        survey: id,
        kind,
        to: optional(id),
        score: count,
        max: place,
        remark: optional(string(LIMITS.remark)),
        text,
      },
    },
    { text: maybeText },
  ) as Parse<Part>,
  LIMITS.parts,
);

export const parseMessage = object<RemoteMessage>({
  id,
  conversation: id,
  author: parseAuthor,
  parts: parseParts,
  at: count,
  seq: place,
});

export const parseConversation = object<RemoteConversation>({
  id,
  status: word<ConversationStatus>('bot waiting open resolved'),
  assignee: optional(parseAuthor),
  readTo: count,
  agentReadTo: count,
  deliveredTo: optional(count),
  at: count,
});

const parseEvent = tagged<Exclude<TransportEvent, { type: 'closed' }>>('type', {
  message: { message: parseMessage, cursor: line },
  conversation: { conversation: parseConversation },
  'caught-up': {},
  typing: { conversation: id, author: parseAuthor, on: boolean },
  reset: { conversation: id, restored: optional(boolean) },
});

const receipt = object<Receipt>({ id, seq: place, at: count, cursor: maybeLine, duplicate: optional(boolean) });
const parseFrame = tagged<ServerFrame>('t', {
  welcome: {
    v: count,
    person: object<Person>({ id, verified: boolean, name: maybeLine }),
    secret: line,
    epoch: line,
    can: optional(list(line)),
    upload: optional(object<UploadLimits>({ bytes: count, types: list(line) })),
  },
  ok: { r: count },
  error: {
    r: optional(count),
    // one that only a later version knows passes, like a member
    code: line as Parse<ErrorCode>,
    message: line,
    path: maybeLine,
    retryAfter: optional(count),
  },
  event: { event: parseEvent },
  pong: {},
});

const parseAnswer: { [T in Ask['t']]?: Parse<Answers[T]> } = {
  send: receipt,
  handoff: receipt,
  history: object<HistoryPage>({
    messages: list(parseMessage, LIMITS.historyPage),
    before: (value, path) => (value === null ? value : count(value, path)),
  }),
  conversations: list(parseConversation),
  file: object<Answers['file']>({ url: string(LIMITS.url), expires: count }),
  context: (value, path) => maybeLine(value, path) ?? null,
};

/**
 * A frame of the relay, checked field by field. Undefined for what only a later version knows, an unknown `t` or an event
 * of an unknown type: it is to be ignored.
 * @param asked the kind of the ask with that number, by which the `data` of `ok` is read; without one it is null
 * @throws SobaniError `invalid` with the path of what was wrong; nothing else.
 */
export function parseServerFrame(text: string, asked?: (r: number) => Ask['t'] | undefined): ServerFrame | undefined {
  let value: { data?: unknown } | undefined;
  try {
    value = JSON.parse(text);
  } catch {
    // what is no JSON is no object, and refused as such
  }
  const frame = parseFrame(value, '');
  if (frame?.t === 'ok') {
    const kind = asked?.(frame.r);
    frame.data = (kind && parseAnswer[kind]?.(value!.data, 'data')) ?? null;
  }
  return frame?.t === 'event' && !frame.event ? undefined : frame;
}

export const encodeFrame = (frame: ClientFrame): string => JSON.stringify(frame);
