/**
 * The protocol over plain requests, where no WebSocket gets through: the same frames, other carriers. In words:
 * docs/protocol.md.
 */

/** Paths below the relay's URL, all asked with POST. */
export const LINK_PATHS = {
  /** Opens with `hello`; the answer does not end. */
  stream: '/v1/stream',
  /** Opens with `hello`, or asks for more; each answer ends. */
  poll: '/v1/poll',
  /** Takes frames. */
  frames: '/v1/frames',
} as const;

/** Names the link that a request belongs to: a secret for as long as the link lives. */
export const LINK_HEADER = 'sobani-link';
/** Counts a link's requests to one path, from 1; a stream has but one, and the poll that opens has none. */
export const NUMBER_HEADER = 'sobani-number';

/** Bytes of a request's body. */
export const LINK_BODY = 256 * 1024;
