import type { Signal } from './consent-signals.js';

/**
 * What analytics here amounts to, in the TCF's words: to store and access information on a device, to measure the
 * performance of content, to understand audiences through statistics.
 */
const PURPOSES = [1, 8, 9];

type Loose = Record<string | number, unknown>;
type Tcf = (
  command: string,
  version: 2,
  callback: (data: unknown, isDone: unknown) => void,
  parameter?: unknown,
) => void;

/**
 * The consent that the page's consent platform holds (IAB TCF 2, `__tcfapi`): yes where each of the purposes has consent,
 * which a legitimate interest is not; no where one has not. Nothing where the GDPR does not apply, and while the visitor is
 * still being asked. The platform may come later than this. Our listener is taken away at the end.
 */
export function watchTcf(onChange: () => void): Signal {
  let answer: boolean | undefined;
  let asked: Tcf | undefined;
  let listener: unknown;
  let isOver = false;

  const remove = () => {
    try {
      if (listener !== undefined) asked?.('removeEventListener', 2, () => {}, listener);
    } catch {
      // the page's own
    }
    listener = undefined;
  };
  const hear = (data: unknown, isDone: unknown) => {
    try {
      const { listenerId, gdprApplies, eventStatus, purpose } = Object(data) as Loose;
      if (typeof listenerId === 'number') listener = listenerId;
      if (isOver) return remove();
      if (isDone !== true) return;
      if (gdprApplies === false) answer = undefined;
      else if (gdprApplies === true && (eventStatus === 'tcloaded' || eventStatus === 'useractioncomplete')) {
        const consents = Object((Object(purpose) as Loose).consents) as Loose;
        answer = PURPOSES.every((one) => consents[one] === true);
      } else return;
      onChange();
    } catch {
      // nothing of ours breaks the page's own
    }
  };

  return {
    read() {
      if (asked) return answer;
      try {
        const { __tcfapi: api } = window as unknown as { __tcfapi?: unknown };
        if (typeof api !== 'function') return answer;
        asked = api as Tcf;
        asked('addEventListener', 2, hear);
      } catch {
        // it says nothing
      }
      return answer;
    },
    end() {
      isOver = true;
      remove();
    },
  };
}
