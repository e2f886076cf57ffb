/**
 * What a relay is told when it is made. Types and defaults only, free of libraries, because they are part of the
 * published declarations; `parse-options.ts` checks them.
 */

import type { Scalar } from '../types.js';
import type { FileStore } from './file-store.js';

/** Key that checks the signatures of one app's identity tokens. Several may be active at once, for rotation. */
export type AppKey =
  | {
      /** Named by the token's header. Unique within the app. */
      kid: string;
      alg: 'EdDSA' | 'ES256';
      /** Public JWK: Ed25519 for `EdDSA`, P-256 for `ES256`. */
      jwk: Record<string, unknown>;
    }
  | {
      kid: string;
      alg: 'HS256';
      /** Shared secret, at least 32 bytes of UTF-8. It must never reach a page. */
      secret: string;
    }
  | {
      kid: string;
      alg: 'HS256';
      /** The same for a secret that is not text: `{ kty: 'oct', k: '…' }`. */
      jwk: Record<string, unknown>;
    };

export interface AppConfig {
  /** 1 to 64 of `[A-Za-z0-9_-]`. What the messenger calls `app`, and what tokens must name as `aud`. */
  id: string;
  /** For those who read the configuration; the relay does nothing with it. */
  name?: string;
  /** Origins of the pages that may connect, as `https://shop.example`. Compared exactly. */
  origins: string[];
  /** Default none: then nobody can be identified, and every token is refused. */
  keys?: AppKey[];
  /** When given, tokens must carry it as `iss`. */
  issuer?: string;
}

export interface AgentConfig {
  /** 1 to 64 of `[A-Za-z0-9_-]`. */
  id: string;
  name: string;
  /** Sign-in code of the printed link, 22 characters or more. Default: random at every start. */
  code?: string;
}

/** Every value may be changed, except that `frame` and `text` cannot be raised over their defaults. */
export interface RelayLimits {
  /** Bytes of one frame, both ways. Default 65,536. */
  frame: number;
  /** UTF-16 units of one message's text. Default 10,000. */
  text: number;
  /** Bytes that may wait in one socket before it is closed with 1013. Default 1 MiB. */
  buffered: number;
  /** Milliseconds that a socket may stay without `hello`. Default 10,000. */
  silent: number;
  /** Milliseconds between pings. Default 25,000. */
  ping: number;
  /** Milliseconds that a pong may take. Default 10,000. */
  pong: number;
  connectionsPerVisitor: number;
  connectionsPerAddress: number;
  /** New sockets a minute from one address. */
  handshakesPerMinute: number;
  /** Messages of one visitor, and as many again of the visitor's bot. */
  messagesPerMinute: number;
  messageBurst: number;
  conversationsPerHour: number;
  /** Context updates of one visitor. */
  contextPerMinute: number;
  /** Transcripts that one visitor has mailed. */
  transcriptsPerHour: number;
  /** Withdrawals of parts by one visitor. */
  withdrawalsPerMinute: number;
  /** Answers to surveys by one visitor, those in messages apart. */
  ratingsPerMinute: number;
  /** New sessions by token for one user. A reconnect with the session's own secret is not counted. */
  identifyPerMinute: number;
  /** Frames of any kind on one socket; over it the socket is closed with 4429. */
  framesPerMinute: number;
  /** Milliseconds between two typing notices in one direction. */
  typing: number;
  /** Attempts to sign in to the desk from one address. */
  signInsPerMinute: number;
  /** Sessions ended by their secret alone, from one address. */
  revocationsPerMinute: number;
  /** Files that one visitor uploads; agents are not counted. Default 20. */
  uploadsPerHour: number;
  /** Bytes of one file; over it the upload is cut. Default 20 MiB. */
  upload: number;
  /** Bytes of all files of one visitor, those of agents in their conversations included. Default 200 MiB. */
  uploadsPerVisitor: number;
  /** Bytes that the database may grow to. When it is full, writes are refused with `unavailable`. Default 64 GiB. */
  database: number;
}

export const RELAY_LIMITS: Readonly<RelayLimits> = {
  frame: 64 * 1024,
  text: 10_000,
  buffered: 1024 * 1024,
  silent: 10_000,
  ping: 25_000,
  pong: 10_000,
  connectionsPerVisitor: 5,
  connectionsPerAddress: 1_000,
  handshakesPerMinute: 600,
  messagesPerMinute: 60,
  messageBurst: 10,
  conversationsPerHour: 5,
  contextPerMinute: 20,
  transcriptsPerHour: 5,
  withdrawalsPerMinute: 30,
  ratingsPerMinute: 10,
  identifyPerMinute: 6,
  framesPerMinute: 1_200,
  typing: 3_000,
  signInsPerMinute: 10,
  revocationsPerMinute: 60,
  uploadsPerHour: 20,
  upload: 20 * 1024 ** 2,
  uploadsPerVisitor: 200 * 1024 ** 2,
  database: 64 * 1024 ** 3,
};

/** How long things are good for, milliseconds. */
export const SPANS = {
  /** Identity token: furthest expiry that is accepted, and tolerance for clocks. */
  token: 24 * 3_600_000,
  skew: 60_000,
  /** A known user's connection has to prove itself again after this; its session rests no longer than this. */
  revalidate: 30 * 60_000,
  /** Absolute life of a known user's session. */
  known: 7 * 24 * 3_600_000,
  /** An anonymous session ends after this long without a connection. */
  anonymous: 90 * 24 * 3_600_000,
  /** URL of a file. */
  file: 5 * 60_000,
  /** What was uploaded and no message names is deleted after this. */
  orphan: 24 * 3_600_000,
  /** An upload has so long in all; and so long without a byte as a socket may be silent. */
  upload: 10 * 60_000,
  /** Entries of a person's timeline. */
  timeline: 90 * 24 * 3_600_000,
  /** After the signal to end, everything is over within this. */
  drain: 10_000,
} as const;

/** Who is asked about, by `RelayOptions.enrich`. */
export interface EnrichUser {
  /** Of a verified user the token's `sub`; else the relay's own id of the visitor. */
  id: string;
  verified: boolean;
  app: string;
  name?: string;
}

/**
 * Says what the team's own system knows of a person: at most 50 values, of at most 512 characters, under names of at most
 * 64. Null for nothing. For agents only.
 */
export type Enrich = (
  user: EnrichUser,
  /** `signal` aborts when the time is over. */
  options: { signal: AbortSignal },
) => Promise<Record<string, Scalar> | null> | Record<string, Scalar> | null;

/** Where transcripts go that visitors want mailed: the relay sends no mail itself. */
export interface TranscriptHook {
  /** Asked with POST. `https:`, or `http:` on this machine. */
  url: string;
  /** Signs what is posted (HMAC-SHA256), at least 32 bytes of UTF-8. */
  secret: string;
}

export interface RelayOptions {
  apps: AppConfig[];
  /** Default none: then nobody can sign in to the desk. */
  agents?: AgentConfig[];
  /** Path of the SQLite file, made when missing, or `:memory:`. */
  database: string;
  /**
   * Set it for the first start after a backup was restored: the log gets a new epoch, and clients compare theirs with it
   * from the start. Default false.
   */
  newEpoch?: boolean;
  limits?: Partial<RelayLimits>;
  /** Addresses of the proxies whose `X-Forwarded-For` is believed. Default none. */
  trustProxy?: string[];
  /** Base path of the visitors' socket, beside `/v1/socket`. Default `/sobani`. */
  path?: string;
  /** Public base URL for the printed desk links, as `https://shop.example`. Default: where the relay listens. */
  deskUrl?: string;
  /**
   * Who may read `GET /metrics`: `local` are requests from this machine that no proxy has forwarded; `all` is for a relay
   * whose port only a proxy and the collector reach. Default `local`.
   */
  metrics?: 'local' | 'all' | 'none';
  /** Folder of the built desk page. Default: `desk/` beside the built relay. */
  deskFolder?: string;
  /** Asked when an agent opens a conversation, never on the way of a message. Its answer is kept for five minutes. Default none. */
  enrich?: Enrich;
  /** Milliseconds that it may take. Default 2,000. */
  enrichTimeout?: number;
  /** Default none: then visitors cannot have transcripts mailed, and are not offered it. */
  transcript?: TranscriptHook;
  /**
   * What visitors and agents attach. `false`: nothing. `types` names media types of those that can be taken, to take no
   * others. `folder` is where they are put; `store` puts them elsewhere. Default: all types that can be taken, in a folder
   * beside the database with its name and `.files`; in memory where the database is.
   */
  uploads?: false | { folder?: string; types?: string[]; store?: FileStore };
  log?: {
    /** Default `info`. */
    level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
    /** Takes one line of JSON at a time. Default: standard error. */
    destination?: { write(line: string): void };
  };
}
