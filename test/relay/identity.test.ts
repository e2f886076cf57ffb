import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { AppConfig } from '../../src/relay/options.js';
import { createVerifier } from '../../src/relay/tokens.js';
import { FAST, hello, message, newId, ORIGIN, openDesk, SECRET, startRelay, visit } from './support.js';
import { inMinutes, signToken, type TokenParts } from './tokens.js';

const { publicKey: strangerKey, privateKey: stranger } = await generateKeyPair('ES256', { extractable: true });
const strangerJwk = await exportJWK(strangerKey);

describe('tokens', () => {
  test.each(['EdDSA', 'ES256'] as const)('a token signed with %s is accepted', async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)) };
    const { url } = await startRelay({ apps: [{ id: 'shop', origins: [ORIGIN], keys: [{ kid: 'k9', alg, jwk }] }] });
    const token = await signToken({ header: { alg, kid: 'k9', typ: 'JWT' }, claims: { name: 'Ada' }, key: privateKey });
    const known = await visit(url, { token });
    expect(known.person).toEqual({ id: expect.any(String), verified: true, name: 'Ada' });
  });

  test('a token signed with HS256 is accepted, and its claims are shown to agents as verified', async () => {
    const { url } = await startRelay();
    const token = await signToken({ claims: { name: 'Ada', plan: 'pro', seats: 3, beta: true, deep: { no: 1 } } });
    const known = await visit(url, { token });
    const conversation = newId();
    await known.ask({ t: 'send', message: message(conversation, 'hi') });
    const { card } = await (await openDesk(url)).ask<{ card: object }>({ t: 'load', conversation });
    expect(card).toMatchObject({
      person: { id: known.person.id, verified: true, anonymous: false, name: 'Ada' },
      claims: { sub: 'user-1', name: 'Ada', plan: 'pro', seats: 3, beta: true },
    });
    expect(card).not.toHaveProperty('claims.deep');
    expect(card).not.toHaveProperty('claims.exp');
  });

  test('two keys are good at once, for rotation', async () => {
    const next = `${SECRET} the next`;
    const keys = [
      { kid: 'old', alg: 'HS256', secret: SECRET },
      { kid: 'new', alg: 'HS256', secret: next },
    ] as const;
    const { url } = await startRelay({ apps: [{ id: 'shop', origins: [ORIGIN], keys: [...keys] }] });
    const ids = [];
    for (const { kid, secret } of keys) {
      const token = await signToken({ header: { kid }, key: new TextEncoder().encode(secret) });
      ids.push((await visit(url, { token })).person.id);
    }
    expect(ids[0]).toBe(ids[1]);
  });

  const bad: Record<string, TokenParts> = {
    'made with another secret': { key: new TextEncoder().encode(`${SECRET}!`) },
    'made with an own key pair': { header: { alg: 'ES256' }, key: stranger },
    'with an embedded jwk': { header: { alg: 'ES256', jwk: strangerJwk }, key: stranger },
    'with jku': { header: { jku: 'https://evil.example/jwks' } },
    'with x5u': { header: { x5u: 'https://evil.example/cert' } },
    'with x5c': { header: { x5c: ['AAAA'] } },
    'without kid': { header: { kid: undefined } },
    'with an unknown kid': { header: { kid: 'k2' } },
    'with another alg of the same family': { header: { alg: 'HS384' } },
    'with another typ': { header: { typ: 'at+jwt' } },
    'that has expired': { claims: { exp: inMinutes(-2) } },
    'that expires in more than a day': { claims: { exp: inMinutes(25 * 60) } },
    'without exp': { claims: { exp: undefined } },
    'with exp as text': { claims: { exp: `${inMinutes(15)}` } },
    'that is not valid yet': { claims: { nbf: inMinutes(2) } },
    'issued in the future': { claims: { iat: inMinutes(2) } },
    'for another app': { claims: { aud: 'bank' } },
    'for several audiences': { claims: { aud: ['shop', 'bank'] } },
    'without aud': { claims: { aud: undefined } },
    'without sub': { claims: { sub: undefined } },
    'with an empty sub': { claims: { sub: '' } },
    'with a sub too long': { claims: { sub: 'x'.repeat(129) } },
    'with a sub that is no text': { claims: { sub: 7 } },
  };
  test.each(Object.entries(bad))('a token %s is refused', async (_what, parts) => {
    const { url, log } = await startRelay();
    const token = await signToken(parts);
    const { client, frame } = await hello(url, { token });
    expect(frame).toMatchObject({ t: 'error', code: 'auth' });
    expect(await client.closed).toMatchObject({ code: 4401 });
    expect(log.join('')).not.toContain(token.split('.')[2]);
  });

  test('tokens without a signature, with crit, torn or swapped are refused', async () => {
    const { url } = await startRelay();
    const [head, body, signature] = (await signToken()).split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const other = (await signToken({ claims: { sub: 'user-2' } })).split('.')[1];
    const tokens = [
      `${encode({ alg: 'none', kid: 'k1' })}.${body}.`,
      `${encode({ alg: 'None', kid: 'k1' })}.${body}.${signature}`,
      `${encode({ alg: 'HS256', kid: 'k1', crit: ['exp'] })}.${body}.${signature}`,
      `${encode({ alg: 'HS256', kid: 'k1', b64: false, crit: ['b64'] })}.${body}.${signature}`,
      `${head}.${other}.${signature}`,
      `${head}.${body}`,
      `${head}.${body}.${signature}.${signature}`,
      '',
      'x',
      '{}',
    ];
    for (const token of tokens.filter(Boolean)) {
      expect((await hello(url, { token })).frame).toMatchObject({ t: 'error', code: 'auth' });
    }
  });

  test('a public key cannot be used as the secret of a symmetric token', async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const { url } = await startRelay({
      apps: [{ id: 'shop', origins: [ORIGIN], keys: [{ kid: 'k1', alg: 'ES256', jwk: { ...jwk } }] }],
    });
    const key = new TextEncoder().encode(JSON.stringify(jwk));
    expect((await hello(url, { token: await signToken({ key }) })).frame).toMatchObject({ code: 'auth' });
  });

  test('the issuer is checked where one is configured', async () => {
    const keys: AppConfig['keys'] = [{ kid: 'k1', alg: 'HS256', secret: SECRET }];
    const { url } = await startRelay({
      apps: [{ id: 'shop', origins: [ORIGIN], keys, issuer: 'https://shop.example' }],
    });
    const good = await signToken({ claims: { iss: 'https://shop.example' } });
    const wrong = await signToken({ claims: { iss: 'https://bank.example' } });
    expect((await hello(url, { token: good })).frame.t).toBe('welcome');
    for (const token of [wrong, await signToken()])
      expect((await hello(url, { token })).frame).toMatchObject({ code: 'auth' });
  });

  test('an app without keys refuses every token rather than trust it', async () => {
    const { url } = await startRelay({ apps: [{ id: 'shop', origins: [ORIGIN] }] });
    expect((await hello(url, { token: await signToken() })).frame).toMatchObject({ code: 'auth' });
  });

  test('claims named like parts of a prototype change nothing', async () => {
    const verifier = await createVerifier(
      { id: 'shop', origins: [ORIGIN], keys: [{ kid: 'k1', alg: 'HS256', secret: SECRET }] },
      Date.now,
    );
    const claims = JSON.parse('{"__proto__":{"polluted":1},"constructor":"x","toString":"y"}');
    const payload = { ...claims, sub: 'user-1', aud: 'shop', exp: inMinutes(5) };
    Object.defineProperty(payload, '__proto__', { value: 'z', enumerable: true });
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode(SECRET));
    const identity = await verifier.verify(token);
    expect(Object.keys(identity.claims).sort()).toEqual(['sub', 'toString']);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('known users', () => {
  test('the anonymous conversation follows the user who signs in', async () => {
    const { url } = await startRelay();
    const anonymous = await visit(url);
    const conversation = newId();
    const sent = message(conversation, 'before');
    await anonymous.ask({ t: 'send', message: sent });
    const desk = await openDesk(url);

    const token = await signToken({ claims: { name: 'Ada' } });
    const known = await visit(url, { token, secret: anonymous.secret });
    expect(known.person).toMatchObject({ verified: true, name: 'Ada' });
    expect(known.secret).not.toBe(anonymous.secret);
    expect(known.messages()).toMatchObject([{ id: sent.id, author: { kind: 'visitor', id: known.person.id } }]);
    expect(await anonymous.closed).toMatchObject({ code: 4401 });
    const told = await desk.next((f) => f.t === 'conversation' && f.conversation.person.verified);
    expect(told).toMatchObject({ conversation: { id: conversation, person: { name: 'Ada', anonymous: false } } });

    // an answer that was lost: everything again
    const again = await visit(url, { token, secret: anonymous.secret });
    expect(again.person.id).toBe(known.person.id);
    expect(await again.ask({ t: 'send', message: sent })).toMatchObject({ seq: 1, duplicate: true });
    const fresh = await visit(url, { secret: anonymous.secret });
    expect(await fresh.ask({ t: 'conversations' })).toEqual([]);
  });

  test('another device of the user, already connected, is told the conversation from its start', async () => {
    const { url } = await startRelay();
    const anonymous = await visit(url);
    const phone = await visit(url, { token: await signToken() });
    const sent = [message(newId(), 'one')];
    sent.push(message(sent[0]!.conversation, 'two'));
    for (const each of sent) await anonymous.ask({ t: 'send', message: each });
    const laptop = await visit(url, { token: await signToken(), secret: anonymous.secret });
    await laptop.ask({ t: 'send', message: message(sent[0]!.conversation, 'three') });
    await phone.event('message', (event: { message: { seq: number } }) => event.message.seq === 3);
    expect(phone.messages().map((one) => one.seq)).toEqual([1, 2, 3]);
  });

  test("a token without the anonymous session's own secret takes nothing over", async () => {
    const { url } = await startRelay();
    const victim = await visit(url);
    await victim.ask({ t: 'send', message: message(newId(), 'mine') });
    const forged = `${victim.secret.slice(0, 23)}${'A'.repeat(43)}`;
    const thief = await visit(url, { token: await signToken(), secret: forged });
    expect(await thief.ask({ t: 'conversations' })).toEqual([]);
    expect(await victim.ask<unknown[]>({ t: 'conversations' })).toHaveLength(1);
  });

  test('a secret of another app takes nothing over', async () => {
    const { url } = await startRelay();
    const other = await visit(url, { app: 'bank', origin: 'https://bank.example' });
    await other.ask({ t: 'send', message: message(newId(), 'mine') });
    const known = await visit(url, { token: await signToken(), secret: other.secret });
    expect(await known.ask({ t: 'conversations' })).toEqual([]);
    expect(await other.ask<unknown[]>({ t: 'conversations' })).toHaveLength(1);
  });

  test('two known users are never merged', async () => {
    const { url } = await startRelay();
    const ada = await visit(url, { token: await signToken({ claims: { sub: 'ada' } }) });
    await ada.ask({ t: 'send', message: message(newId(), "Ada's") });
    const bob = await visit(url, { token: await signToken({ claims: { sub: 'bob' } }), secret: ada.secret });
    expect(bob.person.id).not.toBe(ada.person.id);
    expect(await bob.ask({ t: 'conversations' })).toEqual([]);
    expect(await ada.ask<unknown[]>({ t: 'conversations' })).toHaveLength(1);
  });

  test('the same user of two apps is two persons', async () => {
    const { url } = await startRelay();
    const shop = await visit(url, { token: await signToken() });
    const key = new TextEncoder().encode(`${SECRET} of the bank`);
    const token = await signToken({ claims: { aud: 'bank' }, key });
    const bank = await visit(url, { app: 'bank', origin: 'https://bank.example', token });
    expect(bank.person.id).not.toBe(shop.person.id);
  });

  test("a known user's secret without a token is refused, also when it was revoked; it never becomes anonymous", async () => {
    const { url } = await startRelay();
    const token = await signToken();
    const known = await visit(url, { token });
    const refused = { t: 'error', code: 'auth' };
    expect((await hello(url, { secret: known.secret })).frame).toMatchObject(refused);
    expect((await visit(url, { token, secret: known.secret })).secret).toBe(known.secret);
    await known.ask({ t: 'revoke' });
    expect((await hello(url, { secret: known.secret })).frame).toMatchObject(refused);
    expect((await visit(url, { token, secret: known.secret })).secret).not.toBe(known.secret);
  });

  test('a bad token never falls back to an anonymous session', async () => {
    const { url } = await startRelay({ limits: FAST });
    const anonymous = await visit(url);
    const token = await signToken({ claims: { exp: inMinutes(-5) } });
    const { frame } = await hello(url, { token, secret: anonymous.secret });
    expect(frame).toMatchObject({ t: 'error', code: 'auth' });
  });
});
