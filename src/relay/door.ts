import { endOverTime } from './drain.js';
import type { Link } from './link.js';
import type { Settings } from './parse-options.js';
import type { Rates } from './relay-rates.js';

export interface Refusal {
  status: 403 | 429 | 503;
  code: 'forbidden' | 'rate' | 'unavailable';
  /** Seconds. */
  retryAfter?: number;
}

/** Who may open a connection, of whatever kind, and all that are open. */
export interface Door {
  /** Whether pages of this origin may connect as visitors. Compared exactly. */
  isVisitorsOrigin(origin: string | undefined): origin is string;
  /** Why this one may not connect now, or null. Counts the attempt. */
  refusal(address: string, isWelcome: boolean): Refusal | null;
  /** Counts a connection, and ends it with all the others; the undo is for when it is closed. */
  enter(address: string, link: Pick<Link, 'close' | 'terminate'>): () => void;
  /** Lets nobody in any more, and ends all that are open, over a short time. */
  close(code: number, reason: string): Promise<void>;
}

export function createDoor({ apps, limits }: Settings, rates: Rates): Door {
  const origins = new Set([...apps.values()].flatMap((app) => app.origins));
  const perAddress = new Map<string, number>();
  const open = new Set<Pick<Link, 'close' | 'terminate'>>();
  let isClosed = false;

  return {
    isVisitorsOrigin: (origin): origin is string => origin !== undefined && origins.has(origin),
    refusal(address, isWelcome) {
      if (isClosed) return { status: 503, code: 'unavailable', retryAfter: 1 };
      const wait = rates.handshakes.take(address);
      if (wait || (perAddress.get(address) ?? 0) >= limits.connectionsPerAddress) {
        return { status: 429, code: 'rate', retryAfter: Math.ceil((wait || 5_000) / 1_000) };
      }
      return isWelcome ? null : { status: 403, code: 'forbidden' };
    },
    enter(address, link) {
      open.add(link);
      perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
      return () => {
        if (!open.delete(link)) return;
        const left = (perAddress.get(address) ?? 1) - 1;
        if (left) perAddress.set(address, left);
        else perAddress.delete(address);
      };
    },
    async close(code, reason) {
      isClosed = true;
      await endOverTime([...open].map((link) => () => link.close(code, reason)));
      setTimeout(() => {
        for (const link of open) link.terminate();
      }, 1_000).unref();
    },
  };
}
