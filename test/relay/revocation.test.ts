import { describe, expect, test } from 'vitest';
import { message, newId, ORIGIN, OTHER_ORIGIN, openDesk, startRelay, visit } from './support.js';
import { signToken } from './tokens.js';

interface Asked {
  method?: string;
  origin?: string | null;
  body?: unknown;
  path?: string;
}

/** As the browser asks that was offline when its user signed out. */
const revoke = (url: string, { method = 'POST', origin = ORIGIN, body, path = '/sobani/v1/revoke' }: Asked) =>
  fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(origin !== null && { origin }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

describe('a session is ended by its secret alone', () => {
  test.each(['/v1/revoke', '/sobani/v1/revoke'])(
    'at %s: its sockets are closed, its secret opens nothing',
    async (path) => {
      const { url } = await startRelay();
      const [one, other] = [await visit(url), await visit(url)];
      const tab = await visit(url, { secret: one.secret });
      const response = await revoke(url, { path, body: { app: 'shop', secret: one.secret } });
      expect([response.status, await response.text()]).toEqual([204, '']);
      for (const client of [one, tab]) expect(await client.closed).toMatchObject({ code: 4401 });
      expect((await visit(url, { secret: one.secret })).person.id).not.toBe(one.person.id);
      await other.settled();
    },
  );

  test("also that of a known user, without a token, and only that one of the user's sessions", async () => {
    const { url } = await startRelay();
    const token = await signToken();
    const [laptop, phone] = [await visit(url, { token }), await visit(url, { token })];
    expect((await revoke(url, { body: { app: 'shop', secret: laptop.secret } })).status).toBe(204);
    expect(await laptop.closed).toMatchObject({ code: 4401 });
    await phone.settled();
    const later = await visit(url, { token, secret: laptop.secret });
    expect(later.person.id).toBe(phone.person.id);
    expect(later.secret).not.toBe(laptop.secret);
  });

  test('while somebody looks: what was written is still there for the agent', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    const desk = await openDesk(url);
    const conversation = newId();
    await visitor.ask({ t: 'send', message: message(conversation, 'kept') });
    await revoke(url, { body: { app: 'shop', secret: visitor.secret } });
    expect(await desk.ask<{ messages: object[] }>({ t: 'load', conversation })).toMatchObject({
      messages: [{ seq: 1 }],
    });
  });
});

test('whether there was such a session is not told', async () => {
  const { url } = await startRelay();
  const { secret } = await visit(url);
  const wrong = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
  const answers = [];
  for (const tried of [wrong, 'nonsense', '', secret, secret]) {
    const { status, headers } = await revoke(url, { body: { app: 'shop', secret: tried } });
    answers.push([status, [...headers].filter(([name]) => name !== 'date')]);
  }
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]![0]).toBe(204);
});

test("a secret is not taken for another app's session", async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  expect((await revoke(url, { origin: OTHER_ORIGIN, body: { app: 'bank', secret: visitor.secret } })).status).toBe(204);
  await visitor.settled();
  expect((await visit(url, { secret: visitor.secret })).person.id).toBe(visitor.person.id);
});

describe('pages of other sites', () => {
  test.each([
    ['of another site', 'https://evil.example'],
    ['that is opaque', 'null'],
    ['that ends like ours', 'https://evilshop.example'],
    ['with a port', 'https://shop.example:8443'],
    ['that is missing', null],
  ])('an origin %s is refused, and not reflected', async (_what, origin) => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    for (const method of ['POST', 'OPTIONS']) {
      const body = method === 'POST' ? { body: { app: 'shop', secret: visitor.secret } } : {};
      const response = await revoke(url, { method, origin, ...body });
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    await visitor.settled();
  });

  test("an app is not served to another app's page, and an unknown app is answered alike", async () => {
    const { url } = await startRelay();
    const { secret } = await visit(url);
    const [foreign, unknown] = [
      await revoke(url, { origin: OTHER_ORIGIN, body: { app: 'shop', secret } }),
      await revoke(url, { origin: OTHER_ORIGIN, body: { app: 'nobody', secret } }),
    ];
    expect([foreign.status, await foreign.text()]).toEqual([403, await unknown.text()]);
  });

  test('the page of an app is allowed by its name, never by a star, with or without asking before', async () => {
    const { url } = await startRelay();
    const asked = await revoke(url, { method: 'OPTIONS' });
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      vary: 'Origin',
    });
    const done = await revoke(url, { body: { app: 'shop', secret: 'x' } });
    expect(done.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(done.headers.get('vary')).toBe('Origin');
    expect(done.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

test.each([
  ['no JSON', '{', 400],
  ['no secret', { app: 'shop' }, 400],
  ['a secret that is no text', { app: 'shop', secret: {} }, 400],
  ['too much', { app: 'shop', secret: 'x'.repeat(5_000) }, 413],
])('%s is refused', async (_what, body, status) => {
  const { url } = await startRelay();
  expect((await revoke(url, { body })).status).toBe(status);
});

test('one address may not try for ever', async () => {
  const { url } = await startRelay({ limits: { revocationsPerMinute: 3 } });
  const body = { app: 'shop', secret: 'x' };
  for (let i = 0; i < 3; i++) expect((await revoke(url, { body })).status).toBe(204);
  const refused = await revoke(url, { body });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
