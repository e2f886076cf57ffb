import type { Matcher, MatcherAnswer, MatcherChunk, MatcherRequest } from '../core/matcher.js';

/**
 * What a matcher does when it is asked: a whole answer, or pieces of a streamed one, in order. `stall` says nothing more
 * until nobody waits, an error is thrown there, a function runs at that place and is awaited.
 */
export type Reply = MatcherAnswer | Error | 'stall' | readonly (MatcherChunk | Error | 'stall' | (() => unknown))[];

export interface ScriptedMatcher extends Matcher {
  /** What was asked, in order. */
  readonly asked: MatcherRequest[];
  /** Streams that were ended, by themselves or by whoever asked. */
  readonly ended: number;
}

/** A matcher that does what it is told, question by question; when the list is at its end it is not sure of anything. */
export function scriptedMatcher(replies: readonly Reply[], name = 'Scripted'): ScriptedMatcher {
  const plan = [...replies];
  const asked: MatcherRequest[] = [];
  let ended = 0;

  const stall = ({ signal }: MatcherRequest) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  async function* stream(pieces: Extract<Reply, readonly unknown[]>, request: MatcherRequest) {
    try {
      for (const piece of pieces) {
        if (piece instanceof Error) throw piece;
        if (piece === 'stall') await stall(request);
        else if (typeof piece === 'function') await piece();
        else yield piece;
      }
    } finally {
      ended++;
    }
  }
  return {
    name,
    asked,
    get ended() {
      return ended;
    },
    match(request) {
      asked.push(request);
      const reply = plan.shift() ?? { confidence: 0 };
      if (Array.isArray(reply)) return stream(reply, request);
      if (reply === 'stall') return stall(request);
      return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply as MatcherAnswer);
    },
  };
}
