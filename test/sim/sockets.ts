/** WebSockets: whole frames in order, and whatever a network does to them. */
import type { Link, LinkEvents } from '../../src/relay/link.js';
import type { Browser } from './browser.js';
import { Path } from './line.js';
import type { Net, Pair } from './network.js';
import type { Process } from './scheduler.js';

/** What a tab finds as `WebSocket`. */
export const socketOf = ({ scheduler, listener, wire, pairs }: Net, browser: Browser, tab: Process) =>
  class FakeSocket implements Pair {
    readonly browser = browser;
    readonly tab = tab;
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: unknown }) => void) | null = null;
    onerror: (() => void) | null = null;
    onclose: ((event: { code: number }) => void) | null = null;
    isUp = true;
    server: Process | null = null;
    on: LinkEvents | null = null;
    private exit = () => {};
    private readonly path = new Path(
      scheduler,
      browser.line,
      tab,
      browser.process,
      () => this.server ?? listener().process ?? browser.process,
    );

    constructor(_: string) {
      wire.opened(tab);
      scheduler.log(tab.name, 'asks', 'a socket');
      pairs.add(this);
      const { line } = browser;
      const { path } = this;
      if (line.sockets === 'silent') {
        // some take it, and some do not even do that
        if (scheduler.chance(0.5)) path.down(() => this.onopen?.());
        path.isUpDead = path.isDownDead = true;
        return;
      }
      if (line.sockets === 'refused' || (line.between && scheduler.chance(0.7))) {
        path.down(() => this.finish(1006));
        return;
      }
      path.up(() => {
        const { process } = listener();
        if (line.isOffline || !process) return path.down(() => this.finish(1006));
        this.server = process;
        this.exit = listener().accept(this.link(), browser.name);
        path.down(() => this.isUp && this.onopen?.());
      });
    }

    send(text: string): void {
      if (!this.isUp) return;
      wire.sent(tab, this, text);
      const { length } = text;
      if (this.path.passing(length) < length) {
        this.reset();
        return;
      }
      const deliver = () => {
        wire.received(text);
        this.on?.heard();
        this.on?.text(text);
      };
      this.path.up(deliver, length);
      const isTwice = browser.line.isDuplicating && /"t":"(send|handoff)"/.test(text) && scheduler.chance(0.5);
      if (isTwice) this.path.up(deliver, length);
    }
    close(): void {
      this.path.up(() => this.leave());
      this.finish(1005);
    }
    reset(): void {
      this.end(1006);
    }
    end(code: number): void {
      this.leave();
      scheduler.schedule(tab, 0, () => this.finish(code));
    }
    /** The tab learns that it is over. */
    finish(code: number): void {
      if (!this.isUp) return;
      this.isUp = false;
      pairs.delete(this);
      scheduler.schedule(tab, 0, () => this.onclose?.({ code }));
    }
    /** The relay does. */
    leave(): void {
      const { server, on, exit } = this;
      this.on = null;
      this.server = null;
      if (!server || !on) return;
      scheduler.schedule(server, 0, () => {
        exit();
        on.closed();
      });
    }

    private link(): Link {
      const socket = this;
      const { path } = socket;
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
          const { length } = text;
          if (path.passing(length) < length) return socket.reset();
          path.down(() => {
            if (!socket.isUp) return;
            wire.heard(tab, text);
            socket.onmessage?.({ data: text });
          }, length);
        },
        ping() {
          // a browser answers by itself, also for a tab that is frozen
          if (!path.isSwallowed) path.up(() => socket.on?.heard());
        },
        flush: (left) => void scheduler.schedule(socket.server!, 1, left),
        close(code) {
          path.down(() => socket.finish(code));
          socket.leave();
        },
        terminate() {
          path.down(() => socket.finish(1006));
          socket.leave();
        },
      };
    }
  };
