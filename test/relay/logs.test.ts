import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  dial,
  FAST,
  message,
  newId,
  ORIGIN,
  openDesk,
  openSocket,
  signIn,
  snapshot,
  startRelay,
  visit,
} from './support.js';
import { signToken } from './tokens.js';

const corpora = process.env.SOBANI_CORPORA;
const naughty: string[] = corpora ? JSON.parse(readFileSync(join(corpora, 'text--blns.json'), 'utf8')) : [];

test('the log of a whole run, at its most talkative, has no word, token, secret, name or address of anybody', async () => {
  const { url, log } = await startRelay({ limits: FAST });
  const mark = `zq${newId()}`;
  const email = `${mark}@mail.example`;
  const token = await signToken({ claims: { sub: `${mark}-sub`, name: `${mark} Name`, email } });
  const expired = await signToken({ claims: { sub: `${mark}-sub`, exp: 1, email } });
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  const send = (text: string, by = 'visitor') =>
    visitor.answer({ t: 'send', message: message(conversation, text, newId(), by) });

  await send(`${mark} hello, I am ${email}`);
  await send(mark, 'bot');
  for (const text of naughty) await send(`${text} ${mark}`);
  const full = { ...snapshot, traits: { [mark]: email, email }, attributes: { note: mark } };
  await visitor.ask({ t: 'handoff', message: message(conversation, mark), snapshot: full, tags: [mark], reason: mark });
  await visitor.ask({ t: 'context', conversation, snapshot: full });
  await desk.ask({ t: 'reply', id: newId(), conversation, text: `${mark} reply` });
  await desk.ask({ t: 'note', id: newId(), conversation, text: `${mark} note` });
  visitor.send({ t: 'typing', conversation, on: true });
  visitor.send({ t: 'read', conversation, seq: 1 });

  // and what is refused, where it is tempting to say why
  const tooLong = { ...snapshot, traits: { [email]: 'x'.repeat(600) } };
  await visitor.answer({ t: 'context', conversation, snapshot: tooLong });
  await visitor.answer({ t: 'context', conversation, snapshot: { ...snapshot, attributes: { [mark]: ['x'] } } });
  await visitor.answer({ t: 'subscribe', after: { [mark]: 7 } });
  await visitor.answer({ t: 'send', message: { ...message(conversation, 'x'), id: mark } });
  await visitor.answer({ t: 'history', conversation: `${mark}`, before: null, limit: 10 });
  await desk.answer({ t: 'assign', conversation, agent: mark });
  const known = await visit(url, { token, secret: visitor.secret });
  await expect(visit(url, { token: expired })).rejects.toThrow('auth');
  await expect(visit(url, { token: `${mark}.${mark}.${mark}` })).rejects.toThrow('auth');
  await expect(visit(url, { app: mark.slice(0, 20) })).rejects.toThrow('forbidden');
  const stray = await dial(url);
  stray.send(`{"t":"hello","v":1,"app":"shop","token":"${mark}`);
  await stray.closed;
  await signIn(url, `${mark}-code`);
  await openSocket(url, `/sobani/v1/socket/${mark}?token=${mark}`, { origin: ORIGIN }).catch(() => {});
  await fetch(`${url}/desk/${mark}?secret=${mark}`);
  await fetch(`${url}/v1/revoke`, {
    method: 'POST',
    headers: { origin: ORIGIN },
    body: JSON.stringify({ app: 'shop', secret: known.secret }),
  });
  await known.closed;

  const all = log.join('');
  expect(log.length).toBeGreaterThan(10);
  expect(all).toContain('refused');
  for (const secret of [mark, email, token, expired, visitor.secret, known.secret, known.secret.slice(23)]) {
    expect(log.filter((line) => line.includes(secret))).toEqual([]);
  }
  // one line of JSON an event, whatever was sent
  for (const line of log) expect(line).toMatch(/^\{.*\}\n$/);
  for (const line of log) expect(JSON.parse(line)).toHaveProperty('msg');
});
