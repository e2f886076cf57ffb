/** Everything that can go wrong, by name. The same codes travel on the wire. */
export type ErrorCode =
  /** The call or the frame was malformed; `path` says where. */
  | 'invalid'
  | 'not-found'
  | 'forbidden'
  /** No, expired or refused credentials. */
  | 'auth'
  | 'too-large'
  | 'rate'
  /** The conversation has ended; start a new one. */
  | 'closed'
  /** It waited longer to be sent than is sensible. */
  | 'expired'
  /** The same id with another content. */
  | 'conflict'
  | 'offline'
  | 'timeout'
  | 'unavailable'
  /** The transport cannot do this. */
  | 'unsupported'
  | 'storage'
  /** The visitor has stopped it. */
  | 'cancelled'
  | 'internal';

export interface ErrorDetails {
  /** Where in the input, as `cart.items[0].price.currency`. */
  path?: string;
  /** Trying again, unchanged, may help. Default false. */
  retryable?: boolean;
  /** Milliseconds to wait before that. */
  retryAfter?: number;
  cause?: unknown;
}

/** The only kind of error that the public API rejects with. The message says what was wrong and how to mend it. */
export class SobaniError extends Error {
  declare readonly code: ErrorCode;
  declare readonly path: string | undefined;
  declare readonly retryable: boolean;
  declare readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details);
    Object.assign(this, { name: 'SobaniError', code, retryable: false }, details);
  }
}

/** Makes a SobaniError of whatever was thrown. */
export function toSobaniError(thrown: unknown, code: ErrorCode = 'internal'): SobaniError {
  if (thrown instanceof SobaniError) return thrown;
  return new SobaniError(code, thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
