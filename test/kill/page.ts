/** What runs in the page under test. It keeps nothing itself: whatever `send()` resolved to is told at once. */
import type { Page } from 'playwright';

/** One line of what a page tells. */
export type Told =
  /** `send()` has resolved. */
  | { tell: 'sent'; tab: string; text: string; id: string; conversation: string; state: 'queued' | 'volatile' }
  | { tell: 'rejected'; tab: string; text: string; code: string }
  | { tell: 'delivery'; tab: string; id: string; state: string; reason?: string }
  | { tell: 'unread'; tab: string; count: number }
  | { tell: 'error'; tab: string; code: string; message: string }
  /** Nobody caught it. */
  | { tell: 'uncaught'; tab: string; message: string };
export type Sent = Extract<Told, { tell: 'sent' }>;

export interface Burst {
  /** Written to in turn. */
  conversations: string[];
  /** What all texts begin with. */
  name: string;
  count: number;
  /** Milliseconds between two, whether or not the one before is saved. */
  every: number;
}

export interface InPage {
  sobani(...call: unknown[]): Promise<unknown> & (() => void);
  burst(burst: Burst): Promise<void>;
}

/** Set up before anything else of the page. `tab` names it in what it tells. */
export function inPage(report: string, tab: string): void {
  const page = window as unknown as InPage & { sobani: unknown };
  // the stub of the documentation, so that calls may be made before the tag has loaded
  const stub = (...a: unknown[]) => {
    const call: Record<string, unknown> = { a };
    queue.push(call);
    if (a[0] === 'on')
      return () => {
        call.x = 1;
        (call.off as (() => void) | undefined)?.();
      };
    return new Promise((y, n) => Object.assign(call, { y, n }));
  };
  const queue: unknown[] = [];
  stub.q = queue;
  page.sobani = stub as never;

  const socket = new WebSocket(report);
  const open = new Promise<void>((resolve) => {
    socket.onopen = () => resolve();
  });
  const asked: (() => void)[] = [];
  socket.onmessage = ({ data }) => asked[Number(data)]!();
  /** Resolves once all that was told has been heard. */
  const heard = () =>
    new Promise<void>((resolve) => {
      tell({ tell: 'hear', n: asked.push(resolve) - 1 });
    });
  const tell = (what: Record<string, unknown>) => {
    const line = JSON.stringify({ tab, ...what });
    if (socket.readyState === 1) socket.send(line);
    else void open.then(() => socket.send(line));
  };
  addEventListener('error', ({ message }) => tell({ tell: 'uncaught', message }));
  addEventListener('unhandledrejection', ({ reason }) => tell({ tell: 'uncaught', message: String(reason) }));
  addEventListener('securitypolicyviolation', (event) =>
    tell({ tell: 'uncaught', message: `policy: ${event.effectiveDirective} ${event.blockedURI}` }),
  );
  void page.sobani('on', 'delivery', (detail: object) => tell({ tell: 'delivery', ...detail }));
  void page.sobani('on', 'unread', (detail: object) => tell({ tell: 'unread', ...detail }));
  void page.sobani('on', 'error', ({ error }: { error: { code: string; message: string } }) =>
    tell({ tell: 'error', code: error.code, message: error.message }),
  );

  page.burst = async ({ conversations, name, count, every }) => {
    const all: Promise<void>[] = [];
    for (let n = 0; n < count; n++) {
      const text = `${name} ${n}`;
      const conversation = conversations[n % conversations.length]!;
      all.push(
        page.sobani('send', text, { conversation }).then(
          (sent) => tell({ tell: 'sent', text, ...(sent as object) }),
          (error) => tell({ tell: 'rejected', text, code: error.code }),
        ),
      );
      if (every) await new Promise((resolve) => setTimeout(resolve, every));
    }
    await Promise.all(all);
    await heard();
  };
}

export const burst = (page: Page, how: Burst): Promise<void> =>
  page.evaluate((given) => (window as unknown as InPage).burst(given), how);

/** Starts a burst and does not wait for its end, which may never come. */
export const startBurst = (page: Page, how: Burst): Promise<void> =>
  page.evaluate((given) => void (window as unknown as InPage).burst(given), how);

export const call = (page: Page, ...args: unknown[]): Promise<unknown> =>
  page.evaluate((given) => (window as unknown as InPage).sobani(...given), args);
