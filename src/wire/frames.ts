/**
 * The open wire protocol between a visitor's messenger and a relay: one JSON object a WebSocket text frame.
 * In words, with examples: docs/protocol.md.
 */
import type { ErrorCode } from '../core/errors.js';
import type { UploadLimits } from '../core/file-ports.js';
import type {
  Cursor,
  HandoffRequest,
  HistoryPage,
  OutgoingMessage,
  Receipt,
  RemoteConversation,
  SnapshotChange,
  TransportEvent,
} from '../core/ports.js';
import type { Person, Rating, Snapshot } from '../types.js';
import * as close from './close.js';

/** Version of this protocol; `hello` and `welcome` carry it. */
export const PROTOCOL = 1;
/** Path of the socket below the relay's URL. */
export const SOCKET_PATH = '/v1/socket';
/** Asked with POST: ends a session by its secret alone. */
export const REVOKE_PATH = '/v1/revoke';

/** The close codes of ours as one object, for servers. */
export const CLOSE = { protocol: close.protocol, auth: close.auth, silent: close.silent, rate: close.rate } as const;

/** Asks that are answered carry `r`, a number chosen by the client; the answer (`ok` or `error`) repeats it. */
export type Ask =
  | { t: 'subscribe'; r: number; after: Record<string, Cursor> }
  | { t: 'send'; r: number; message: OutgoingMessage }
  | ({ t: 'handoff'; r: number } & HandoffRequest)
  | { t: 'history'; r: number; conversation: string; before: number | null; limit: number }
  | { t: 'conversations'; r: number }
  /** The snapshot, or what has changed since the state that the relay called `base`. */
  | ({ t: 'context'; r: number; conversation: string; snapshot?: Snapshot } & Partial<SnapshotChange>)
  /** These parts are deleted from everything that is stored of the visitor's situation. */
  | { t: 'withdraw'; r: number; parts: string[] }
  /** The answer to a survey, of a conversation that may have ended or of none. */
  | { t: 'rate'; r: number; conversation: string | null; rating: Rating & { id: string } }
  /** The transcript is to be mailed to this address. */
  | { t: 'transcript'; r: number; conversation: string; to: string }
  /** A short-lived URL for a file that a message of the conversation names. */
  | { t: 'file'; r: number; conversation: string; file: string }
  | { t: 'close'; r: number; conversation: string }
  | { t: 'revoke'; r: number }
  | { t: 'erase'; r: number };

/** What a visitor's messenger sends. The first frame is `hello`, within ten seconds. */
export type ClientFrame =
  | Ask
  | {
      t: 'hello';
      v: number;
      app: string;
      /** Secret of an earlier session. */
      secret?: string;
      /** Signed identity token. */
      token?: string;
      locale?: string;
    }
  | { t: 'typing'; conversation: string; on: boolean }
  | { t: 'read'; conversation: string; seq: number }
  | { t: 'ping' };

/** What the answer to each ask holds in `data`. */
export interface Answers {
  subscribe: null;
  send: Receipt;
  handoff: Receipt;
  history: HistoryPage;
  conversations: RemoteConversation[];
  /** Name of the state, to be the `base` of a patch; null where the server takes none. */
  context: string | null;
  withdraw: null;
  rate: null;
  transcript: null;
  /** A path below the relay's URL, and the milliseconds for which it is good. */
  file: { url: string; expires: number };
  close: null;
  revoke: null;
  erase: null;
}

/** What a relay sends. */
export type ServerFrame =
  /** `can`: optional asks that it answers, by their `t`. Absent where there are none. `upload`: there where it takes files. */
  | { t: 'welcome'; v: number; person: Person; secret: string; epoch: string; can?: string[]; upload?: UploadLimits }
  | { t: 'ok'; r: number; data: Answers[keyof Answers] }
  | {
      t: 'error';
      /** The ask it answers; without it, it concerns the connection. */
      r?: number;
      code: ErrorCode;
      message: string;
      path?: string;
      retryAfter?: number;
    }
  | { t: 'event'; event: Exclude<TransportEvent, { type: 'closed' }> }
  | { t: 'pong' };
