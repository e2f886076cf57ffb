/**
 * Reads what came from outside: a relay's frames, stored rows, another back end's messages. What passes has exactly the
 * fields named here, each of its type and within its length; an unknown field is dropped, anything wrong is refused.
 */
import type { ErrorCode } from '../core/errors.js';
import type { UploadLimits } from '../core/file-ports.js';
import * as LIMITS from '../core/limits.js';
import type { HistoryPage, Receipt, RemoteConversation, RemoteMessage, TransportEvent } from '../core/ports.js';
import type { Author, Choice, ConversationStatus, Part, Person } from '../types.js';
import type { Answers, Ask, ClientFrame, ServerFrame } from './frames.js';
import { boolean, type Fields, integer, list, object, optional, type Parse, string, tagged, word } from './shape.js';

export { boolean, integer, list, object, optional, type Parse, refuse, string, word } from './shape.js';

const id = string(128, 1);
const line = string();
const text = string(LIMITS.text);
const count = integer();
const place = integer(1);
const maybeLine = optional(line);
const maybeText = optional(text);

// without the marks that turn what follows: a name stands among words of ours
export const name: Parse<string> = (value, path) => line(value, path).replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
const maybeName = optional(name);

export const parseAuthor = object<Author>({
  kind: word('visitor agent bot system'),
  id: maybeLine,
  name: maybeName,
});

let isShort = false;
/** Whether a part of a type that is not known, or not yet, was read since this was last asked. */
export function wasShort(): boolean {
  const was = isShort;
  isShort = false;
  return was;
}

/** Shapes of parts by their type. Those that few conversations have come with `fetchReaders`. */
export const partShapes: Record<string, Fields<Record<string, unknown>>> = {
  text: { text, to: optional(id) },
  choices: { text: maybeText, choices: list(object<Choice>({ id, label: line }), LIMITS.choices) },
  handoff: { text: maybeText, team: maybeLine, reason: maybeLine },
  event: { event: word('assigned resolved reopened'), text: maybeText, name: maybeName },
};

/** From then on every part is read. Rejects where they cannot be had: then those parts keep their `type` and their `text`. */
export const fetchReaders = (): Promise<void> => import('./readers.js').then((it) => it.readRichParts());

/** Parts of a message. One of an unknown type keeps its `type` and its `text`. */
export const parseParts = list(
  tagged('type', partShapes, {
    text(value, path) {
      isShort = true;
      return maybeText(value, path);
    },
  }) as Parse<Part>,
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
    person: object<Person>({ id, verified: boolean, name: maybeName }),
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
