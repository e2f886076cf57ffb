/** A tab spoken to over the DevTools protocol alone: Playwright's own are kept in focus, and so can be neither hidden nor frozen. */
import { WebSocket } from 'ws';

export interface BareTab {
  send(method: string, params?: object): Promise<unknown>;
  /** The value of an expression in the page, awaited. It counts as run from a gesture. */
  ask(expression: string): Promise<unknown>;
  freeze(): Promise<unknown>;
  thaw(): Promise<unknown>;
  close(): void;
}

/** @param port `--remote-debugging-port` of the browser */
export async function openBareTab(port: number, url: string): Promise<BareTab> {
  const made = await fetch(`http://127.0.0.1:${port}/json/new?${url}`, { method: 'PUT' });
  const { webSocketDebuggerUrl, id: target } = (await made.json()) as { webSocketDebuggerUrl: string; id: string };
  const socket = new WebSocket(webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map<number, (answer: { result?: unknown; error?: unknown }) => void>();
  socket.on('message', (data) => {
    const { id, ...answer } = JSON.parse(String(data));
    waiting.get(id)?.(answer);
  });
  let asked = 0;
  const tab: BareTab = {
    async send(method, params = {}) {
      const id = ++asked;
      const answer = await new Promise<{ result?: unknown; error?: unknown }>((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params }));
      });
      waiting.delete(id);
      if (answer.error) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return answer.result;
    },
    async ask(expression) {
      const how = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
      const { result, exceptionDetails } = (await tab.send('Runtime.evaluate', how)) as {
        result: { value?: unknown };
        exceptionDetails?: object;
      };
      if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
      return result.value;
    },
    freeze: () => tab.send('Page.setWebLifecycleState', { state: 'frozen' }),
    thaw: () => tab.send('Page.setWebLifecycleState', { state: 'active' }),
    close() {
      socket.close();
      void fetch(`http://127.0.0.1:${port}/json/close/${target}`);
    },
  };
  return tab;
}
