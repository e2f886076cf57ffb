/** Between a tab and the relay: one socket a connection, frames in order, and whatever a network does to them. */
import type { Link, LinkEvents } from '../../src/relay/link.js';
import type { Browser } from './browser.js';
import type { Process, Scheduler } from './scheduler.js';

/** Who answers on the other side. */
export interface Listener {
  readonly process: Process | null;
  accept(link: Link): void;
  revoke(body: string): Promise<number>;
}

/** What goes over the wire, for those who watch. */
export interface Wire {
  opened(tab: Process): void;
  /** A tab has put a frame on the wire; it has arrived; the relay has answered; the answer has arrived. */
  sent(tab: Process, socket: object, text: string): void;
  received(text: string): void;
  answered(text: string): void;
  heard(tab: Process, text: string): void;
}

export interface Pair {
  readonly browser: Browser;
  readonly tab: Process;
  /** Ends with RST, on both sides. */
  reset(): void;
}

export function createNetwork(scheduler: Scheduler, listener: () => Listener, wire: Wire) {
  const pairs = new Set<Pair>();

  const socketOf = (browser: Browser, tab: Process) =>
    class FakeSocket implements Pair {
      readonly browser = browser;
      readonly tab = tab;
      onopen: (() => void) | null = null;
      onmessage: ((event: { data: unknown }) => void) | null = null;
      onerror: (() => void) | null = null;
      onclose: ((event: { code: number }) => void) | null = null;
      isUp = true;
      isOpen = false;
      /** The bytes of a direction that were swallowed never come, and none after them. */
      isUpDead = false;
      isDownDead = false;
      upAt = 0;
      downAt = 0;
      server: Process | null = null;
      on: LinkEvents | null = null;

      constructor(_: string) {
        wire.opened(tab);
        pairs.add(this);
        this.toServer(() => {
          const { process } = listener();
          if (browser.isOffline || !process) return this.toTab(() => this.finish(1006));
          this.server = process;
          listener().accept(this.link());
          this.toTab(() => {
            this.isOpen = true;
            this.onopen?.();
          });
        });
      }

      send(text: string): void {
        if (!this.isUp) return;
        wire.sent(tab, this, text);
        const deliver = () => {
          wire.received(text);
          this.on?.heard();
          this.on?.text(text);
        };
        this.toServer(deliver);
        if (browser.isDuplicating && /"t":"(send|handoff)"/.test(text) && scheduler.chance(0.5)) this.toServer(deliver);
      }
      close(): void {
        this.toServer(() => this.leave());
        this.finish(1005);
      }
      reset(): void {
        this.leave();
        scheduler.schedule(tab, 0, () => this.finish(1006));
      }
      /** The tab learns that it is over. */
      finish(code: number): void {
        if (!this.isUp) return;
        this.isUp = this.isOpen = false;
        pairs.delete(this);
        scheduler.schedule(tab, 0, () => this.onclose?.({ code }));
      }
      /** The relay does. */
      leave(): void {
        const { server, on } = this;
        this.on = null;
        this.server = null;
        if (server && on) scheduler.schedule(server, 0, () => on.closed());
      }

      private toServer(run: () => void): void {
        if (browser.isBlackUp) this.isUpDead = true;
        if (this.isUpDead) return;
        this.upAt = Math.max(this.upAt, scheduler.now + 1 + scheduler.random() * browser.latency);
        const target = this.server ?? listener().process ?? browser.process;
        scheduler.schedule(target, this.upAt - scheduler.now, run);
      }
      private toTab(run: () => void): void {
        if (browser.isBlackDown) this.isDownDead = true;
        if (this.isDownDead) return;
        this.downAt = Math.max(this.downAt, scheduler.now + 1 + scheduler.random() * browser.latency);
        scheduler.schedule(tab, this.downAt - scheduler.now, run);
      }
      private link(): Link {
        const socket = this;
        return {
          get isOpen() {
            return socket.on !== null && socket.isUp;
          },
          buffered: 0,
          listen(on) {
            socket.on = on;
          },
          send(text) {
            wire.answered(text);
            socket.toTab(() => {
              if (!socket.isUp) return;
              wire.heard(tab, text);
              socket.onmessage?.({ data: text });
            });
          },
          ping() {
            // a browser answers by itself, also for a tab that is frozen
            if (!socket.isUpDead && !socket.isDownDead && !browser.isBlackUp && !browser.isBlackDown) {
              socket.toServer(() => socket.on?.heard());
            }
          },
          flush: (left) => void scheduler.schedule(socket.server!, 1, left),
          close(code) {
            socket.toTab(() => socket.finish(code));
            socket.leave();
          },
          terminate() {
            socket.toTab(() => socket.finish(1006));
            socket.leave();
          },
        };
      }
    };

  const fetchOf = (browser: Browser, tab: Process) => (target: URL | string, init?: { body?: string }) =>
    new Promise((resolve, reject) => {
      const { process } = listener();
      const fail = () =>
        void scheduler.schedule(tab, scheduler.random() * 50, () => reject(new TypeError('Failed to fetch')));
      // proxies that let through nothing but WebSockets
      if (!process || browser.isOffline || browser.isBlackUp || !String(target).endsWith('/v1/revoke')) return fail();
      scheduler.schedule(process, 1 + scheduler.random() * browser.latency, () => {
        void listener()
          .revoke(init?.body ?? '')
          .then((status) => {
            if (browser.isBlackDown) return fail();
            scheduler.schedule(tab, 1 + scheduler.random() * browser.latency, () =>
              resolve({ ok: status < 300, status }),
            );
          });
      });
    });

  return {
    pairs,
    /** Gives a tab its way to the relay. */
    attach(browser: Browser, tab: Process): void {
      tab.globals.WebSocket = socketOf(browser, tab);
      tab.globals.fetch = fetchOf(browser, tab);
    },
    /** A tab is gone: its browser closes what it had open. */
    drop(tab: Process): void {
      for (const pair of [...pairs]) if (pair.tab === tab) pair.reset();
    },
  };
}
