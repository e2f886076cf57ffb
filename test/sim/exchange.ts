/** Plain requests: each a connection of its own, so that they overtake each other. */
import { LINK_HEADER } from '../../src/wire/links.js';
import { Answer, type Init } from './answer.js';
import type { Browser } from './browser.js';
import { Body, Reply, type Sink, toRequest } from './http.js';
import { Path } from './line.js';
import type { Net, Pair } from './network.js';
import type { Process } from './scheduler.js';

const framesIn = (text: string) => text.split('\n').flatMap((line) => /^(?:data: )?(\{.*\})$/.exec(line)?.[1] ?? []);
/** Where a proxy puts the answer to the second of two requests that it has made of one. */
const NOWHERE: Sink = { head() {}, piece() {}, end() {}, abort() {} };
/** Bytes of a request's head. */
const HEAD = 200;

class Exchange implements Pair {
  readonly answer: Answer;
  private readonly path: Path;
  private readonly body = new Body();
  private readonly frames: string[];
  private reply: Reply | null = null;
  private server: Process | null = null;
  private isReset = false;

  constructor(
    private readonly net: Net,
    /** Who the requests of a link are of, by its id. */
    private readonly links: Map<string, object>,
    readonly browser: Browser,
    readonly tab: Process,
    private readonly url: URL,
    private readonly init: Init,
  ) {
    const { scheduler, listener, wire, pairs } = net;
    const { line } = browser;
    this.path = new Path(
      scheduler,
      line,
      tab,
      browser.process,
      () => this.server ?? listener().process ?? browser.process,
    );
    pairs.add(this);
    this.answer = new Answer(
      init.signal,
      () => this.size,
      // what is on its way arrives all the same
      () => this.path.up(() => this.reply?.close()),
      () => pairs.delete(this),
    );
    scheduler.log(tab.name, 'asks', url.pathname);
    const link = init.headers?.[LINK_HEADER];
    // those of a link are as many as there are frames, which are counted
    if (!link) wire.opened(tab);
    this.frames = /revoke/.test(url.pathname) ? [] : framesIn(init.body ?? '');
    for (const frame of this.frames) wire.sent(tab, links.get(link ?? '') ?? this, frame);
    const wait = line.jitter && scheduler.random() * line.jitter;
    if (wait) scheduler.schedule(browser.process, wait, () => this.isReset || this.ask());
    else this.ask();
  }

  reset(): void {
    const { scheduler, pairs } = this.net;
    this.isReset = true;
    pairs.delete(this);
    if (this.server) scheduler.schedule(this.server, 0, () => this.body.fail(new Error('aborted')));
    this.hangUp();
    scheduler.schedule(this.tab, 0, () => this.answer.fail());
  }
  /** The relay learns that nobody reads any more. */
  private hangUp(): void {
    const { server, reply } = this;
    if (server && reply) this.net.scheduler.schedule(server, 0, () => reply.close());
  }

  private ask(): void {
    const { path, answer } = this;
    const { scheduler } = this.net;
    const { between } = this.browser.line;
    const bytes = Buffer.from(this.init.body ?? '');
    if (between === 'unreadable' && scheduler.chance(0.7)) path.down(() => answer.fail());
    else if (between && typeof between === 'object' && scheduler.chance(0.7)) {
      answer.status = between.status;
      path.down(() => {
        answer.arrive(Buffer.from(between.body ?? ''));
        answer.finish();
      });
    } else this.send(bytes, path.passing(HEAD + bytes.length) - HEAD);
  }

  /** As far as the connection lasts. */
  private send(bytes: Buffer, passing: number): void {
    const { path, body } = this;
    if (passing < 0) {
      this.reset();
      return;
    }
    path.up(() => this.reach(bytes), HEAD);
    for (const piece of this.pieces(bytes.subarray(0, passing))) {
      path.up(() => body.push(piece, this.size), piece.length);
    }
    path.up(() => {
      if (passing < bytes.length) {
        this.reset();
        return;
      }
      for (const frame of this.frames) this.net.wire.received(frame);
      body.end();
    });
  }

  private reach(bytes: Buffer): void {
    const { url, init, path, answer } = this;
    const { scheduler, listener } = this.net;
    const { line, name } = this.browser;
    const { process } = listener();
    if (line.isOffline || !process) {
      path.down(() => answer.fail());
      return;
    }
    this.server = process;
    const later = (run: () => void) => void scheduler.schedule(process, 1, run);
    const headers = { ...init.headers, origin: 'https://shop.example', 'content-length': `${bytes.length}` };
    const serve = (reply: Reply, body: Body) => listener().serve(toRequest(url.pathname, headers, name, body), reply);
    this.reply = new Reply(this.sink(), later);
    serve(this.reply, this.body);
    if (!line.isDuplicating || !scheduler.chance(0.5)) return;
    const body = new Body();
    body.push(bytes);
    body.end();
    const second = new Reply(NOWHERE, later);
    scheduler.schedule(process, scheduler.random() * 50, () => serve(second, body));
    scheduler.schedule(process, 2_000, () => second.close());
  }

  private sink(): Sink {
    const { answer, path, links, tab } = this;
    const { scheduler, wire } = this.net;
    const { line } = this.browser;
    let held: (() => void)[] | null = line.isHolding ? [] : null;
    let isCut = false;
    const down = (run: () => void, bytes?: number) => {
      if (held) held.push(() => path.down(run, bytes));
      else path.down(run, bytes);
    };
    const over = (isShort: boolean) => {
      if (isShort) answer.finish();
      else answer.fail();
      this.hangUp();
    };
    return {
      head: (status) => {
        answer.status = status;
      },
      piece: (text) => {
        if (isCut) return;
        const id = /^event: link\ndata: (\S+)/.exec(text)?.[1];
        if (id && !links.has(id)) links.set(id, this);
        const frames = framesIn(text);
        for (const frame of frames) wire.answered(frame);
        const bytes = Buffer.from(text);
        const isSpoilt = /short|garbage/.test(String(line.between)) && scheduler.chance(0.5);
        const passing = isSpoilt ? scheduler.between(0, bytes.length) : path.passing(bytes.length);
        for (const piece of this.pieces(bytes.subarray(0, passing))) down(() => answer.arrive(piece), piece.length);
        isCut = passing < bytes.length;
        if (isCut) {
          const isShort = line.between ? line.between === 'short' : scheduler.chance(0.5);
          down(() => over(isShort));
        } else {
          down(() => {
            if (!answer.isOver) for (const frame of frames) wire.heard(tab, frame);
          });
        }
      },
      end: () => {
        down(() => over(true));
        const all = held ?? [];
        held = null;
        for (const run of all) run();
      },
      abort: () => path.down(() => over(false)),
    };
  }

  /** One or two, each of which comes byte by byte where the network is like that. */
  private pieces(bytes: Uint8Array): Uint8Array[] {
    if (!this.browser.line.isSliced) return bytes.length ? [bytes] : [];
    const at = this.net.scheduler.between(0, bytes.length);
    return [bytes.subarray(0, at), bytes.subarray(at)];
  }
  private get size(): number {
    return this.browser.line.isSliced ? 1 : Number.POSITIVE_INFINITY;
  }
}

/** What tabs find as `fetch`. */
export function fetchOf(net: Net) {
  const links = new Map<string, object>();
  return (browser: Browser, tab: Process) =>
    (target: URL | string, init: Init = {}) =>
      new Exchange(net, links, browser, tab, new URL(target), init).answer.promise;
}
