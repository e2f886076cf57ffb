/** Reads stored rows. They are as untrusted as the network: an older version, another script or a bug may have written them. */
import { SobaniError, toSobaniError } from '../core/errors.js';
import type { OutboxItem } from '../core/ports.js';
import { type ConversationRow, type SessionRow, type WithdrawnRow, withdrawnPrefix } from '../core/rows.js';
import { NOTHING, type Restored } from '../core/scope.js';
import type { Settings } from '../core/settings.js';
import type { Consent, Message, Person } from '../types.js';
import {
  boolean,
  fetchReaders,
  integer,
  list,
  object,
  optional,
  type Parse,
  parseConversation,
  parseMessage,
  parseParts,
  refuse,
  string,
  wasShort,
  word,
} from '../wire/parse.js';

const id = string(128, 1);
const line = optional(string(512));
const anything: Parse<never> = (value) => value as never;

const parseSession = object<SessionRow>({
  secret: (value, path) => (value === null ? null : string(512, 1)(value, path)),
  person: object<Person>({ id, verified: boolean, name: line }),
  isNew: optional(boolean),
  former: line,
  formers: optional(list(string(512), 10)),
  epoch: line,
});
const parseAnswer = object<Consent>({
  functional: boolean,
  analytics: boolean,
  off: optional(list(id, 50)),
  from: optional(word<'signals'>('signals')),
});
const parseConsent: Parse<Consent> = (value, path) => {
  const consent = parseAnswer(value, path);
  // what signals said holds on the page that heard them
  return consent.from ? { ...consent, analytics: false } : consent;
};
const parseChosen = object<Settings>({
  sound: optional(boolean),
  notifications: optional(boolean),
  locale: optional(string(35, 2)),
  theme: optional(word('light dark auto')),
  textSize: optional(integer(80)),
});
const parseSettings: Parse<Settings> = (value, path) => {
  const settings = parseChosen(value, path);
  return settings.textSize! > 200 ? refuse(`${path}.textSize`, '80 to 200') : settings;
};
const parseConversationRow = object<ConversationRow>({ conversation: parseConversation, cursor: line });
const parseMessageRow: Parse<Message> = (value, path) => {
  const message: Message = parseMessage(value, path);
  // only the device itself says that something is missing, so the wire does not know this part
  const [part] = message.parts as { type: string }[];
  const reason = (value as { parts: { reason?: unknown }[] }).parts[0]?.reason;
  if (part?.type === 'gap' && reason === 'lost') message.parts = [{ type: 'gap', reason }];
  if (message.author.kind === 'visitor') message.state = 'sent';
  return message;
};
const parseOutboxItem = object<OutboxItem>({
  id,
  n: integer(1),
  key: anything,
  message: object<OutboxItem['message']>({
    ...{ id, conversation: id, by: word('visitor bot'), name: line, parts: parseParts },
  }),
  handoff: optional(
    object<NonNullable<OutboxItem['handoff']>>({
      snapshot: anything,
      tags: list(string(64), 50),
      team: line,
      reason: line,
      // the back end looks at them, as at the snapshot
      ...{ summary: anything, intent: anything },
      language: line,
      tone: optional(word('angry urgent plain')),
      priority: optional(word('low normal high urgent')),
      reference: line,
    }),
  ),
  at: integer(),
  failed: line,
  epoch: line,
});
const parseWithdrawn = object<WithdrawnRow>({ at: integer() });
const parseOutboxRow: Parse<OutboxItem> = (value, path) => {
  const item = parseOutboxItem(value, path);
  if (item.id !== item.message.id) refuse(`${path}.message.id`, 'the id of its item');
  return item;
};

/** As far as readers are here; `isShort`: there were parts whose readers are not. */
function read(rows: readonly (readonly [key: string, row: unknown])[]) {
  const found: Restored = { ...NOTHING, conversations: [], messages: [], outbox: [], withdrawn: [] };
  const errors: SobaniError[] = [];
  let isShort = false;
  for (const [key, row] of rows) {
    try {
      const kind = key.split('/')[0];
      wasShort();
      if (kind === 's') Object.assign(found, parseSession(row, key));
      else if (kind === 'k') found.consent = parseConsent(row, key);
      else if (kind === 'l') found.settings = parseSettings(row, key);
      else if (kind === 'c') found.conversations.push(parseConversationRow(row, key));
      else if (kind === 'm') found.messages.push(parseMessageRow(row, key));
      else if (kind === 'o') {
        const item = parseOutboxRow(row, key);
        // sent without what is not known of it, it would be another message
        if (wasShort()) {
          isShort = true;
          refuse(`${key}.message.parts`, 'parts of known types');
        }
        found.outbox.push({ ...item, key });
      } else if (kind === 'w')
        found.withdrawn.push([id(key.slice(withdrawnPrefix.length), key), parseWithdrawn(row, key).at]);
    } catch (cause) {
      errors.push(new SobaniError('storage', `A stored row was left out: ${toSobaniError(cause).message}`, { cause }));
    }
    isShort ||= wasShort();
  }
  return { found, errors, isShort };
}

/**
 * Sorts rows into what they are. One that cannot be read is left where it is, and reported; the others go on. The readers of
 * parts that few conversations have are fetched with the first such part.
 */
export async function parseRows(
  rows: readonly (readonly [key: string, row: unknown])[],
  onError: (error: SobaniError) => void,
): Promise<Restored> {
  let all = read(rows);
  if (all.isShort) {
    await fetchReaders().catch(() => {});
    all = read(rows);
  }
  for (const error of all.errors) onError(error);
  return all.found;
}
