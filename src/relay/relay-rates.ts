import type { RelayLimits } from './options.js';
import { createRate, type Rate } from './rates.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** All that the relay counts. */
export interface Rates {
  messages: Rate;
  conversations: Rate;
  context: Rate;
  withdrawals: Rate;
  ratings: Rate;
  transcripts: Rate;
  uploads: Rate;
  identify: Rate;
  handshakes: Rate;
  signIns: Rate;
  revocations: Rate;
  /** One typing notice in the set time; `off` passes once after an `on` that passed. */
  allowsTyping(who: string, conversation: string, on: boolean): boolean;
  stop(): void;
}

export function createRates(limits: RelayLimits, now: () => number): Rates {
  const rate = (what: string, amount: number, per: number, burst = amount) => createRate(what, amount, per, burst, now);
  const buckets = {
    messages: rate('messages', limits.messagesPerMinute, MINUTE, limits.messageBurst),
    conversations: rate('new conversations', limits.conversationsPerHour, HOUR),
    context: rate('context updates', limits.contextPerMinute, MINUTE),
    withdrawals: rate('withdrawals', limits.withdrawalsPerMinute, MINUTE),
    ratings: rate('ratings', limits.ratingsPerMinute, MINUTE),
    transcripts: rate('transcripts', limits.transcriptsPerHour, HOUR),
    uploads: rate('uploads', limits.uploadsPerHour, HOUR),
    identify: rate('identifications', limits.identifyPerMinute, MINUTE),
    handshakes: rate('connections', limits.handshakesPerMinute, MINUTE),
    signIns: rate('attempts to sign in', limits.signInsPerMinute, MINUTE),
    revocations: rate('revocations', limits.revocationsPerMinute, MINUTE),
  };
  const typing = rate('typing notices', 1, limits.typing);
  const shown = new Set<string>();
  const timer = setInterval(() => {
    for (const bucket of [...Object.values(buckets), typing]) bucket.sweep();
    shown.clear();
  }, MINUTE).unref();
  return {
    ...buckets,
    allowsTyping(who, conversation, on) {
      const key = `${who} ${conversation}`;
      if (!on) return shown.delete(key);
      if (typing.take(who)) return false;
      shown.add(key);
      return true;
    },
    stop: () => clearInterval(timer),
  };
}
