/** The way of one browser to the relay, and one connection on it: what goes in comes out in order, late or never. */
import type { Process, Scheduler } from './scheduler.js';

/** How the ways are in this network for good: some let no WebSocket through, some of these hold answers back too. */
export type Way = 'socket' | 'stream' | 'poll';

/** What stands between says in the relay's place, or makes of its answers. */
export type Between =
  | { status: number; body?: string }
  /** An answer that the page may not read, as of a captive portal on another origin. */
  | 'unreadable'
  /** The relay's own answer ends early, as if it were whole. */
  | 'short'
  /** Its bytes cannot be unpacked. */
  | 'garbage';

export interface Line {
  /** Nothing gets through in this direction, on connections that are open or come. */
  isBlackUp: boolean;
  isBlackDown: boolean;
  isOffline: boolean;
  /** Milliseconds one way, at most. */
  latency: number;
  /** Each request may take so much longer, milliseconds. */
  jitter: number;
  /** Bytes a millisecond. */
  speed: number;
  /** After so many bytes the connection that they are on is cut. */
  cutIn: number | null;
  /** Bodies come one byte at a time. */
  isSliced: boolean;
  /** What asks for something is delivered twice now and then. */
  isDuplicating: boolean;
  between: Between | null;
  /** WebSockets are refused; or taken, and nothing is passed on. */
  sockets: 'pass' | 'refused' | 'silent';
  /** Answers are held back until they are whole. */
  isHolding: boolean;
}

export const calm = (way: Way): Line => ({
  ...{ isBlackUp: false, isBlackDown: false, isOffline: false, latency: 30, jitter: 0 },
  ...{ speed: Number.POSITIVE_INFINITY, cutIn: null, isSliced: false, isDuplicating: false, between: null },
  ...{ sockets: way === 'socket' ? 'pass' : 'refused', isHolding: way === 'poll' },
});

export class Path {
  /** The bytes of a direction that were swallowed never come, and none after them. */
  isUpDead = false;
  isDownDead = false;
  private upAt = 0;
  private downAt = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly line: Line,
    private readonly tab: Process,
    private readonly network: Process,
    private readonly far: () => Process,
  ) {}

  get isSwallowed(): boolean {
    const { isBlackUp, isBlackDown } = this.line;
    return this.isUpDead || this.isDownDead || isBlackUp || isBlackDown;
  }

  up(run: () => void, bytes = 0): void {
    if (this.line.isBlackUp) this.isUpDead = true;
    if (this.isUpDead) return;
    this.upAt = this.at(this.upAt, bytes);
    // whom it reaches may have started meanwhile
    const reach = () => this.scheduler.schedule(this.far(), 0, run);
    this.scheduler.schedule(this.network, this.upAt - this.scheduler.now, reach);
  }
  down(run: () => void, bytes = 0): void {
    if (this.line.isBlackDown) this.isDownDead = true;
    if (this.isDownDead) return;
    this.downAt = this.at(this.downAt, bytes);
    this.scheduler.schedule(this.tab, this.downAt - this.scheduler.now, run);
  }
  /** How many of these bytes get through: fewer than all where the connection is cut among them. */
  passing(bytes: number): number {
    const { cutIn } = this.line;
    if (cutIn === null) return bytes;
    this.line.cutIn = cutIn > bytes ? cutIn - bytes : null;
    return Math.min(cutIn, bytes);
  }

  private at(last: number, bytes: number): number {
    const { scheduler, line } = this;
    return Math.max(last, scheduler.now + 1 + scheduler.random() * line.latency) + bytes / line.speed;
  }
}
