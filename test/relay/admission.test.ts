import { describe, expect, test } from 'vitest';
import { dial, FAST, hello, ORIGIN, OTHER_ORIGIN, openSocket, startRelay, visit } from './support.js';

describe('origins', () => {
  const refused: [string, string | undefined][] = [
    ['missing', undefined],
    ['opaque', 'null'],
    ['of another site', 'https://evil.example'],
    ['with another scheme', 'http://shop.example'],
    ['with a port', 'https://shop.example:8443'],
    ['with the default port spelled out', 'https://shop.example:443'],
    ['that ends like ours', 'https://evilshop.example'],
    ['that begins like ours', 'https://shop.example.evil.example'],
    ['of a subdomain', 'https://www.shop.example'],
    ['with user information', 'https://shop.example@evil.example'],
    ['with a path', 'https://shop.example/'],
    ['in capitals', 'https://SHOP.example'],
    ['with a dot at the end', 'https://shop.example.'],
    ['with a look-alike letter', 'https://xn--shp-fka.example'],
    ['of several', `${ORIGIN}, https://evil.example`],
    ['of several, ours the last', `https://evil.example ${ORIGIN}`],
    ['with a look-alike letter as it is written', Buffer.from('https://ѕhop.example').toString('latin1')],
    ['of another kind of page', 'file://'],
    ['of an extension', 'chrome-extension://shop.example'],
    ['with user information before ours', 'https://evil@shop.example'],
    ['with our name as the port', 'https://evil.example:shop.example'],
    ['with a query', 'https://shop.example?'],
    ['with a backslash', 'https://shop.example\\.evil.example'],
    ['with an escaped dot', 'https://shop%2eexample'],
    ['without a scheme', 'shop.example'],
    ['for sockets', 'wss://shop.example'],
    ['that is empty', ''],
    ['that is a part of ours', 'https://shop.exampl'],
    ['with a tab in it', 'https://shop.\texample'],
  ];
  test.each(refused)('an origin %s is refused before there is a socket', async (_what, origin) => {
    const { url } = await startRelay();
    await expect(openSocket(url, '/sobani/v1/socket', origin === undefined ? {} : { origin })).rejects.toThrow(
      'HTTP 403',
    );
  });

  test("an app is not served to another app's page, and an unknown app is answered alike", async () => {
    const { url } = await startRelay();
    const foreign = await hello(url, { app: 'bank', origin: ORIGIN });
    const unknown = await hello(url, { app: 'nobody', origin: ORIGIN });
    expect(foreign.frame).toMatchObject({ t: 'error', code: 'forbidden' });
    expect(unknown.frame).toEqual(foreign.frame);
    expect(await foreign.client.closed).toMatchObject({ code: 4401 });
    expect((await hello(url, { app: 'bank', origin: OTHER_ORIGIN })).frame.t).toBe('welcome');
  });

  test("the desk's socket is not for pages of other sites", async () => {
    const { url } = await startRelay({ deskUrl: 'https://shop.example' });
    await expect(openSocket(url, '/desk/v1/socket', { origin: 'https://evil.example' })).rejects.toThrow('HTTP 403');
    for (const origin of [url, 'https://shop.example']) await openSocket(url, '/desk/v1/socket', { origin });
  });

  test('there is no socket anywhere else', async () => {
    const { url } = await startRelay();
    for (const path of ['/', '/sobani', '/sobani/v1/socket/x', '/v2/socket']) {
      await expect(openSocket(url, path, { origin: ORIGIN })).rejects.toThrow('HTTP 404');
    }
  });
});

describe('connections', () => {
  test('a socket that says nothing is closed', async () => {
    const { url } = await startRelay({ limits: { silent: 20 } });
    const client = await dial(url);
    expect(await client.closed).toMatchObject({ code: 4408 });
    expect(client.all).toMatchObject([{ t: 'error', code: 'timeout' }]);
  });

  test('a peer that answers no ping is let go', async () => {
    const { url } = await startRelay({ limits: { ping: 20, pong: 20 } });
    const alive = await visit(url);
    const dead = await visit(url);
    // it goes on as if it had answered: a client that waits for its own answers to leave would end by itself
    dead.socket.pong = (_data, _mask, left) => left?.(undefined as never);
    expect(await dead.closed).toMatchObject({ code: 1006 });
    await alive.settled();
  });

  test('a visitor has at most five connections; the sixth is told to wait', async () => {
    const { url } = await startRelay({ limits: { ...FAST, connectionsPerVisitor: 5 } });
    const first = await visit(url);
    const others = await Promise.all([1, 2, 3, 4].map(() => visit(url, { secret: first.secret })));
    const { client, frame } = await hello(url, { secret: first.secret });
    expect(frame).toMatchObject({ t: 'error', code: 'rate', retryAfter: expect.any(Number) });
    expect(await client.closed).toMatchObject({ code: 4429 });
    others[0]!.socket.close();
    await others[0]!.closed;
    expect((await hello(url, { secret: first.secret })).frame.t).toBe('welcome');
  });

  test('connections that a bad network left behind make room for the next one', async () => {
    const { url } = await startRelay({ limits: { ...FAST, connectionsPerVisitor: 1, pong: 20 } });
    const lost = await visit(url);
    lost.socket.pong = (_data, _mask, left) => left?.(undefined as never);
    expect((await hello(url, { secret: lost.secret })).frame).toMatchObject({ t: 'error', code: 'rate' });
    expect(await lost.closed).toMatchObject({ code: 1006 });
    expect((await hello(url, { secret: lost.secret })).frame.t).toBe('welcome');
  });

  test('one address has so many connections, and so many new ones a minute', async () => {
    const few = await startRelay({ limits: { connectionsPerAddress: 2 } });
    const [one] = [await visit(few.url), await visit(few.url)];
    await expect(dial(few.url)).rejects.toThrow('HTTP 429');
    one.socket.close();
    await one.closed;
    await visit(few.url);

    const slow = await startRelay({ limits: { handshakesPerMinute: 2 } });
    await dial(slow.url);
    await dial(slow.url);
    await expect(dial(slow.url)).rejects.toThrow('HTTP 429');
  });

  test('X-Forwarded-For counts only from a proxy that is named', async () => {
    const from = (address: string) => ({ origin: ORIGIN, 'x-forwarded-for': address });
    const open = (url: string, address: string) => openSocket(url, '/v1/socket', from(address));
    const direct = await startRelay({ limits: { connectionsPerAddress: 1 } });
    await open(direct.url, '192.0.2.1');
    await expect(open(direct.url, '192.0.2.2')).rejects.toThrow('HTTP 429');

    const behind = await startRelay({ limits: { connectionsPerAddress: 1 }, trustProxy: ['127.0.0.1'] });
    await open(behind.url, '192.0.2.1');
    await open(behind.url, '192.0.2.2');
    await expect(open(behind.url, '192.0.2.2')).rejects.toThrow('HTTP 429');
    // what the client itself put in front is not believed
    await expect(open(behind.url, '203.0.113.9, 192.0.2.2')).rejects.toThrow('HTTP 429');
  });

  test('closing the relay tells every socket to come again', async () => {
    const { url, relay } = await startRelay();
    const visitor = await visit(url);
    await relay.close();
    expect(await visitor.closed).toMatchObject({ code: 1012 });
    await relay.close();
  });
});
