import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChaosProxy, createRandom, startProxy } from '../support/proxy.js';

let echo: Server;
let proxy: ChaosProxy;
/** What the server got, of each connection. */
let arrived: string[];
const reached = (connection = 0) => arrived[connection] ?? '';
const opened: Socket[] = [];

beforeEach(async () => {
  arrived = [];
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    const own = arrived.push('') - 1;
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      arrived[own] = reached(own) + chunk;
    });
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await startProxy((echo.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

/** A client that notes what came and how it ended. */
function dial() {
  const socket = connect(proxy.port, '127.0.0.1');
  opened.push(socket);
  let received = '';
  /** Chunk by chunk, and when each came. */
  const chunks: { text: string; at: number }[] = [];
  const looks = new Set<() => void>();
  socket.on('data', (chunk) => {
    received += chunk;
    chunks.push({ text: String(chunk), at: performance.now() });
    for (const look of looks) look();
  });
  const end = new Promise<string>((resolve) => {
    let how = 'close';
    socket.on('end', () => {
      how = 'fin';
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      how = error.code ?? 'error';
    });
    socket.on('close', () => resolve(how));
  });
  return {
    socket,
    end,
    chunks,
    get received() {
      return received;
    },
    until: (wanted: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (received.includes(wanted)) resolve();
        };
        looks.add(look);
        look();
      }),
  };
}

describe('the chaos proxy', () => {
  it('passes bytes both ways, and an orderly end after them', async () => {
    const client = dial();
    client.socket.end('hello');
    expect(await client.end).toBe('fin');
    expect(client.received).toBe('hello');
  });

  it('cuts every connection with a reset', async () => {
    const clients = [dial(), dial()];
    for (const client of clients) {
      client.socket.write('a');
      await client.until('a');
    }
    expect(proxy.open).toBe(2);
    proxy.cut();
    expect(await Promise.all(clients.map(({ end }) => end))).toEqual(['ECONNRESET', 'ECONNRESET']);
    expect(proxy.open).toBe(0);
  });

  it.each(['up', 'down', 'both'] as const)('swallows what goes %s, with the connection left open', async (which) => {
    const client = dial();
    client.socket.write('before ');
    await client.until('before');
    proxy.blackhole(which, true);
    client.socket.write('lost ');
    // another connection cannot tell when the loss has happened, but it can tell that the proxy has gone on
    const other = dial();
    await new Promise<void>((resolve) => other.socket.once('connect', () => resolve()));
    await expect.poll(() => proxy.open).toBe(2);
    expect(client.received).toBe('before ');
    expect(client.socket.destroyed).toBe(false);
  });

  it('keeps order under latency with jitter', async () => {
    proxy.add('latency', { latency: 10, jitter: 8 });
    const client = dial();
    const words = Array.from({ length: 30 }, (_, i) => `${i};`);
    for (const word of words) {
      client.socket.write(word);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.until('29;');
    expect(client.received).toBe(words.join(''));
  });

  it.each([1, 5, 9])('cuts after so many bytes, here with %i on the way back', async (bytes) => {
    // up and down count together: what goes up comes back down
    proxy.cutAfter(10 + bytes);
    const client = dial();
    client.socket.write('0123456789');
    // how a reset right behind the last bytes shows is up to the system
    expect(await client.end).toMatch(/ECONNRESET|fin/);
    expect(client.received.length).toBeLessThanOrEqual(bytes);
    expect('0123456789').toContain(client.received);
  });

  it.each(['up', 'down'] as const)('cuts after so many bytes of one direction, here %s', async (which) => {
    const client = dial();
    client.socket.write('0123');
    await client.until('0123');
    proxy.cutAfter(6, which);
    client.socket.write('456789');
    expect(await client.end).toMatch(/ECONNRESET|fin/);
    expect('012345').toContain(client.received);
    expect(reached()).toBe(which === 'up' ? '012345' : '0123456789');
  });

  it('refuses new connections while told so', async () => {
    proxy.refuse(true);
    const refused = dial();
    expect(await refused.end).toBe('ECONNRESET');
    proxy.refuse(false);
    const client = dial();
    client.socket.write('a');
    await client.until('a');
  });

  it('kills again and again until told to stop', async () => {
    const stop = proxy.killEvery(5, 10, 42);
    for (let i = 0; i < 3; i++) expect(await dial().end).toMatch(/ECONNRESET|EPIPE|fin/);
    stop();
    const client = dial();
    client.socket.write('alive');
    await client.until('alive');
  });

  it('throws the same dice for the same seed', () => {
    const [a, b, c] = [createRandom(7), createRandom(7), createRandom(8)];
    const first = Array.from({ length: 5 }, a);
    expect(Array.from({ length: 5 }, b)).toEqual(first);
    expect(Array.from({ length: 5 }, c)).not.toEqual(first);
    expect(first.every((n) => n >= 0 && n < 1)).toBe(true);
  });
});

describe("Toxiproxy's toxics", () => {
  /** Milliseconds until the answer is there: never less than what a toxic holds it back. */
  const echoed = async (text: string, client = dial()) => {
    const start = performance.now();
    client.socket.write(text);
    await client.until(text);
    return performance.now() - start;
  };
  /** A timer may be early by a rounding. */
  const ROUNDING = 2;

  it('latency: holds back what goes that way, until it is taken away', async () => {
    const undo = proxy.add('latency', { latency: 120 }, 'up');
    const client = dial();
    expect(await echoed('a', client)).toBeGreaterThan(120 - ROUNDING);
    proxy.add('latency', { latency: 60 }, 'down');
    expect(await echoed('b', client)).toBeGreaterThan(180 - ROUNDING);
    undo();
    proxy.add('latency', { latency: 0 }, 'down');
    await echoed('c', client);
    expect(client.received).toBe('abc');
  });

  it('bandwidth: lets so many kilobytes through in a second', async () => {
    proxy.add('bandwidth', { rate: 20 }, 'down');
    expect(await echoed('x'.repeat(4_000))).toBeGreaterThan(200 - ROUNDING);
  });

  it('slow_close: passes an orderly end on later, and the bytes before it at once', async () => {
    proxy.add('slow_close', { delay: 150 }, 'down');
    const client = dial();
    client.socket.end('last words');
    await client.until('last words');
    const start = performance.now();
    expect(await client.end).toBe('fin');
    expect(performance.now() - start).toBeGreaterThan(100);
  });

  it('timeout: swallows everything and then closes, connections that were open before too', async () => {
    const [before, after] = [dial(), dial()];
    await echoed('heard', before);
    proxy.add('timeout', { timeout: 50 }, 'up');
    before.socket.write(' lost');
    after.socket.end('lost too');
    expect(await before.end).toMatch(/fin|ECONNRESET/);
    expect(await after.end).toMatch(/fin|ECONNRESET/);
    expect(before.received + after.received).toBe('heard');
    expect(reached(0) + reached(1)).toBe('heard');
  });

  it('reset_peer: answers the next bytes with a reset, that much later', async () => {
    const client = dial();
    await echoed('a', client);
    proxy.add('reset_peer', { timeout: 80 }, 'up');
    const start = performance.now();
    client.socket.write('b');
    expect(await client.end).toBe('ECONNRESET');
    expect(performance.now() - start).toBeGreaterThan(80 - ROUNDING);
    expect(reached()).toBe('a');
  });

  it('slicer: cuts what passes into small pieces, in order, with pauses', async () => {
    proxy.add('slicer', { average_size: 4, size_variation: 2, delay: 5_000 }, 'down');
    const text = 'one two three four five';
    const client = dial();
    await echoed(text, client);
    expect(client.received).toBe(text);
    expect(client.chunks.length).toBeGreaterThan(1);
    expect(Math.max(...client.chunks.map((chunk) => chunk.text.length))).toBeLessThan(text.length);
  });

  it('slicer: cuts down to single bytes', async () => {
    proxy.add('slicer', { average_size: 1 });
    await echoed('one byte at a time, both ways');
  });

  it('limit_data: closes in an orderly way once so many bytes have passed', async () => {
    proxy.add('limit_data', { bytes: 5 }, 'down');
    const client = dial();
    client.socket.write('0123456789');
    expect(await client.end).toBe('fin');
    expect(client.received).toBe('01234');
    const exact = dial();
    exact.socket.write('01234');
    expect(await exact.end).toBe('fin');
    expect(exact.received).toBe('01234');
  });

  it('goes on with megabytes, however slowly they are read', async () => {
    const text = 'megabyte '.repeat(120_000);
    const client = dial();
    client.socket.pause();
    client.socket.end(text);
    await expect.poll(() => reached().length).toBeGreaterThan(0);
    client.socket.resume();
    expect(await client.end).toBe('fin');
    expect(client.received.length).toBe(text.length);
  });
});

describe('a request that is delivered twice', () => {
  const request = (path: string, body: string) =>
    `POST ${path} HTTP/1.1\r\nHost: here\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  it('reaches the server as the same bytes over another connection, and is answered once', async () => {
    proxy.duplicate((head) => head.startsWith('POST /twice'));
    const client = dial();
    const [once, twice] = [request('/once', 'a'), request('/twice', '{"b":1}')];
    // in pieces, as the network may have it
    const text = once + twice + once;
    for (let at = 0; at < text.length; at += 7) client.socket.write(text.slice(at, at + 7));
    await client.until(text);
    await expect.poll(() => arrived.length).toBe(2);
    await expect.poll(() => reached(1)).toBe(twice);
    expect(client.received).toBe(text);
  });

  it('is none that is not HTTP, has been upgraded, or is not over', async () => {
    proxy.duplicate(() => true);
    for (const text of [
      'no request at all',
      'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort',
      `GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n${request('/', 'in frames')}`,
    ]) {
      const client = dial();
      client.socket.write(text);
      await client.until(text);
    }
    expect(arrived).toHaveLength(3);
    proxy.duplicate(null);
  });
});
