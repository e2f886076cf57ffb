/** The three logs (what the host called, what went over the wire, what the relay has), and what must hold of them at any time. */
import type { DeliveryState } from '../../src/types.js';
import type { Browser } from './browser.js';
import type { Process, Scheduler } from './scheduler.js';
import { subjectOf } from './server.js';
import type { Tab } from './tab.js';

/**
 * How far a message has come: before its transaction, inside it, saved, on the wire, with the relay, on the relay's disk,
 * acknowledged, the acknowledgement received, and saved too.
 */
export type Moment = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** One call of `send`. Its text is its own. */
export interface Said {
  text: string;
  browser: Browser;
  tab: Process;
  /** Who was here when it was called, and when it resolved: `a`, or `u:` and the user. */
  principals: Set<string>;
  /**
   * It was the anonymous visitor's while another tab was a known user's. It waits until the back end agrees, which it may
   * never do, and the user's own words do not wait for it.
   */
  isAside: boolean;
  calledAt: number;
  /** Order in which they resolved, over all. */
  resolvedAt: number | null;
  id: string;
  state: 'queued' | 'volatile' | null;
  error: string | null;
  moment: Moment;
  isRetried: boolean;
  isDiscarded: boolean;
  /** The site's data was erased after it was saved: the tabs that showed it then. */
  erased?: readonly Tab[];
  /** A logout told the host of it. */
  isReported: boolean;
}

export class Records {
  readonly said = new Map<string, Said>();
  readonly byId = new Map<string, Said>();
  /** Ids that the relay had on disk at some time. */
  readonly stored = new Set<string>();
  /** Ids that were in the relay's log, and went when it was restored. */
  readonly rolledBack = new Set<string>();
  /** Sockets and frames that ask for something. */
  requests = 0;
  onMoment: (said: Said) => void = () => {};
  /** A message has come to a tab, and is not saved. */
  onReceived: (browser: Browser) => void = () => {};
  private clock = 0;
  private readonly identities = new Map<object, string>();

  constructor(private readonly scheduler: Scheduler) {}

  tick = () => ++this.clock;

  /** Tabs in which a known user is. */
  private readonly known = new Map<Process, Browser>();
  show(tab: Process, browser: Browser, principal: string): void {
    if (principal === 'a') this.known.delete(tab);
    else this.known.set(tab, browser);
  }

  say(text: string, browser: Browser, tab: Process, principal: string): Said {
    const isKnown = [...this.known].some(([other, of]) => of === browser && !other.isDead);
    const said: Said = {
      isAside: principal === 'a' && isKnown,
      ...{ text, browser, tab, principals: new Set([principal]), calledAt: this.tick(), resolvedAt: null, id: '' },
      ...{ state: null, error: null, moment: 0, isRetried: false, isDiscarded: false, isReported: false },
    };
    this.said.set(text, said);
    return said;
  }

  reach(said: Said | undefined, moment: Moment): void {
    if (!said || said.moment >= moment) return;
    said.moment = moment;
    this.onMoment(said);
  }
  /** The message that a row or a frame is about. */
  of(text: string): Said | undefined {
    const words = /"text":"(words \d+)"/.exec(text)?.[1];
    return words ? this.said.get(words) : undefined;
  }

  sent(browser: Browser, socket: object, text: string): void {
    this.scheduler.log(browser.name, '>', text);
    const frame = JSON.parse(text) as { t: string; token?: string };
    if (frame.t === 'hello') this.identities.set(socket, frame.token ? `u:${subjectOf(frame.token).sub}` : 'a');
    if (frame.t !== 'send' && frame.t !== 'handoff') return;
    this.requests++;
    const said = this.of(text);
    const identity = this.identities.get(socket)!;
    if (!said) {
      this.scheduler.problem(`O5 a message that nobody wrote is sent: ${text}`);
      return;
    }
    const { principals } = said;
    const isOwn = principals.has('a') || principals.has(identity);
    // what a restored relay has lost is offered by any device that has it
    const isHere = said.browser === browser || this.rolledBack.has(said.id);
    if (!isOwn || !isHere) {
      this.scheduler.problem(`O5 "${said.text}" of ${[...principals]} is sent as ${identity} by ${browser.name}`);
    }
    if (said.error) this.scheduler.problem(`O1 "${said.text}" is sent, though send() refused it: ${said.error}`);
    this.reach(said, 3);
  }
  answered(text: string): void {
    const id = /^\{"t":"ok".*"id":"([^"]+)"/.exec(text)?.[1];
    if (id) this.reach(this.byWire(id), 6);
  }
  heard(browser: Browser, text: string): void {
    // own ones are on disk already
    if (/^\{"t":"event".*"kind":"agent"/.test(text) && text.includes('"cursor"')) this.onReceived(browser);
    const id = /^\{"t":"ok".*"id":"([^"]+)"/.exec(text)?.[1];
    if (id) this.reach(this.byWire(id), 7);
  }
  private readonly wired = new Map<string, Said>();
  private byWire = (id: string) => this.byId.get(id) ?? this.wired.get(id);
  received(text: string): void {
    const said = this.of(text);
    const id = /"id":"([^"]+)"/.exec(text)?.[1];
    if (said && id) this.wired.set(id, said);
    this.reach(said, 4);
  }
  storedAt(id: string): void {
    this.stored.add(id);
    this.reach(this.byWire(id), 5);
  }
  /** Rows that a browser has on disk now. */
  committed(changes: ReadonlyMap<string, string | undefined>): void {
    for (const [key, row] of changes) {
      const said = row && this.of(row);
      if (said) this.reach(said, /\/m\//.test(key) ? 8 : 2);
    }
  }
}

const MAY: Record<DeliveryState, string> = {
  queued: 'queued sending sent delivered read failed',
  volatile: 'volatile queued sending sent delivered read failed',
  sending: 'sending sent delivered read failed',
  failed: 'failed queued volatile sent delivered read',
  sent: 'sent delivered read',
  delivered: 'delivered read',
  read: 'read',
};
export const mayBecome = (from: DeliveryState, to: DeliveryState) => MAY[from].split(' ').includes(to);
