/** Between tabs and the relay: sockets and plain requests, and what goes over them. */
import type { Link } from '../../src/relay/link.js';
import type { Browser } from './browser.js';
import { fetchOf } from './exchange.js';
import type { Reply, Request } from './http.js';
import type { Process, Scheduler } from './scheduler.js';
import { socketOf } from './sockets.js';

/** Who answers on the other side. */
export interface Listener {
  readonly process: Process | null;
  /** Returns what is called once the link is closed. */
  accept(link: Link, address: string): () => void;
  serve(request: Request, reply: Reply): void;
}

/** What goes over the wire, for those who watch. */
export interface Wire {
  opened(tab: Process): void;
  /** A tab has put a frame on the wire; it has arrived; the relay has answered; the answer has arrived. */
  sent(tab: Process, link: object, text: string): void;
  received(text: string): void;
  answered(text: string): void;
  heard(tab: Process, text: string): void;
}

export interface Pair {
  readonly browser: Browser;
  readonly tab: Process;
  /** Ends with RST, on both sides. */
  reset(): void;
  /** What stands between ends it with a close code; of sockets only. */
  end?(code: number): void;
}

export interface Net {
  scheduler: Scheduler;
  listener: () => Listener;
  wire: Wire;
  /** All that is open. */
  pairs: Set<Pair>;
}

export function createNetwork(scheduler: Scheduler, listener: () => Listener, wire: Wire) {
  const net: Net = { scheduler, listener, wire, pairs: new Set() };
  const fetchFor = fetchOf(net);
  return {
    pairs: net.pairs,
    /** Gives a tab its way to the relay. */
    attach(browser: Browser, tab: Process): void {
      tab.globals.WebSocket = socketOf(net, browser, tab);
      tab.globals.fetch = fetchFor(browser, tab);
    },
    /** A tab is gone: its browser closes what it had open. */
    drop(tab: Process): void {
      for (const pair of [...net.pairs]) if (pair.tab === tab) pair.reset();
    },
  };
}
