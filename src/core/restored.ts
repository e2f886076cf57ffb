/** What is kept of one principal, as it is read. */
import type { Consent, Conversation, Message, Person } from '../types.js';
import type { Cursor, OutboxItem } from './ports.js';
import type { Settings } from './settings.js';

/** What was found on disk, parsed. */
export interface Restored {
  secret: string | null;
  person: Person | null;
  isNew?: boolean;
  former?: string | undefined;
  formers?: string[] | undefined;
  epoch?: string | undefined;
  consent: Consent | null;
  settings?: Settings;
  conversations: { conversation: Conversation; cursor?: Cursor }[];
  messages: Message[];
  outbox: OutboxItem[];
  /** Parts of the snapshot that were taken back, and when; the back end has not been told. */
  withdrawn: [part: string, at: number][];
}

export const NOTHING: Restored = {
  secret: null,
  person: null,
  consent: null,
  conversations: [],
  messages: [],
  outbox: [],
  withdrawn: [],
};
