/** Compares what `send()` promised with what the relay has. */
import type { Sent } from './page.js';
import type { Logged } from './relay.js';

export interface Verdict {
  /** Promised as queued, and neither in the log nor failed before the visitor's eyes. */
  lost: string[];
  /** A text that is in the log more than once, under whatever id. */
  twice: string[];
  /** In another place than its `send()` resolved. */
  misplaced: string[];
}

export const FINE: Verdict = { lost: [], twice: [], misplaced: [] };

/**
 * @param sent of one device, in the order in which `send()` resolved
 * @param failed ids that were shown as failed, with their text
 */
export function reconcile(sent: Sent[], logs: Map<string, Logged[]>, failed = new Set<string>()): Verdict {
  const verdict: Verdict = { lost: [], twice: [], misplaced: [] };
  for (const [conversation, log] of logs) {
    const here = sent.filter((one) => one.conversation === conversation);
    const ids = new Set(log.map(({ id }) => id));
    verdict.lost.push(
      ...here.filter(({ id, state }) => state === 'queued' && !ids.has(id) && !failed.has(id)).map(say),
    );
    const texts = new Set<string>();
    for (const one of log) {
      if (texts.has(one.text)) verdict.twice.push(say(one));
      texts.add(one.text);
    }
    const promised = here.filter(({ id }) => ids.has(id));
    const isPromised = new Set(promised.map(({ id }) => id));
    const stored = log.filter(({ id }) => isPromised.has(id));
    verdict.misplaced.push(...stored.filter(({ id }, i) => id !== promised[i]?.id).map(say));
  }
  return verdict;
}

const say = ({ id, text }: { id: string; text: string }) => `${text} (${id})`;
