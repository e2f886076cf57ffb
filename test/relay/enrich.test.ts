import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createEnrichment } from '../../src/relay/enrich.js';
import type { Enrich, RelayOptions } from '../../src/relay/options.js';
import type { DeskAnswers, DeskServerFrame, Enriched } from '../../src/wire/desk.js';
import { message, newId, openDesk, startRelay, visit } from './support.js';
import { signToken } from './tokens.js';

type Card = Extract<DeskServerFrame, { t: 'card' }>;

async function enriched(enrich: unknown, more: Partial<RelayOptions> = {}, known = true) {
  const relay = await startRelay({ ...(enrich !== null && { enrich: enrich as Enrich }), ...more });
  const token = known ? await signToken({ claims: { name: 'Ada', sub: 'ada-7' } }) : undefined;
  const visitor = await visit(relay.url, token ? { token } : {});
  const desk = await openDesk(relay.url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  const load = async () => (await desk.ask<DeskAnswers['load']>({ t: 'load', conversation })).card.enriched;
  const next = async (state: Enriched['state'] | undefined) =>
    (await desk.next<Card>((frame) => frame.t === 'card' && frame.card.enriched?.state === state)).card.enriched;
  return { ...relay, visitor, desk, conversation, load, next };
}

test('what the team’s own system knows is on the card, once it is there', async () => {
  const enrich = vi.fn(async () => ({ plan: 'gold', orders: 12, churn: null }));
  const { load, next } = await enriched(enrich);
  expect(enrich).not.toHaveBeenCalled();
  expect(await load()).toEqual({ state: 'pending' });
  const told = { state: 'ready', facts: { plan: 'gold', orders: 12, churn: null }, at: expect.any(Number) };
  expect(await next('ready')).toEqual(told);
  expect(await load()).toEqual(told);
  expect(enrich).toHaveBeenCalledTimes(1);
  expect(enrich).toHaveBeenCalledWith(
    { id: 'ada-7', verified: true, app: 'shop', name: 'Ada' },
    { signal: expect.any(AbortSignal) },
  );
});

test('of a visitor whom nobody has proven it is told that, with the relay’s own id', async () => {
  const enrich = vi.fn(async () => null);
  const { visitor, load, next } = await enriched(enrich, {}, false);
  await load();
  expect(await next(undefined)).toBeNull();
  expect(enrich).toHaveBeenCalledWith({ id: visitor.person.id, verified: false, app: 'shop' }, expect.anything());
});

test('nothing of it is ever sent to the visitor', async () => {
  const { visitor, desk, conversation, load, next } = await enriched(async () => ({ note: 'ENRICHED!7' }));
  await load();
  await next('ready');
  await desk.ask({ t: 'reply', id: newId(), conversation, text: 'Hello' });
  await visitor.ask({ t: 'conversations' });
  await visitor.ask({ t: 'history', conversation, before: null, limit: 10 });
  await visitor.ask({ t: 'subscribe', after: {} });
  await visitor.settled();
  expect(JSON.stringify(desk.all)).toContain('ENRICHED!7');
  expect(JSON.stringify(visitor.all)).not.toContain('ENRICHED!7');
});

test.each<[string, () => unknown, string]>([
  ['throws', () => Promise.reject(new Error('no such customer: ada@example.com')), 'threw'],
  [
    'throws before it waits',
    () => {
      throw new TypeError('ada@example.com');
    },
    'threw',
  ],
  ['answers no object', () => 'gold', 'invalid'],
  ['answers what is too long', () => ({ a: 'x'.repeat(513) }), 'invalid'],
  ['answers what is nested', () => ({ a: { b: 1 } }), 'invalid'],
  ['answers too much', () => Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, i])), 'invalid'],
])('one that %s is not available now; why is logged, without its words', async (_, enrich, why) => {
  const { load, next, log } = await enriched(enrich);
  expect(await load()).toEqual({ state: 'pending' });
  expect(await next('failed')).toEqual({ state: 'failed' });
  const lines = log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'enrich failed');
  expect(lines).toMatchObject([{ why }]);
  expect(log.join('')).not.toContain('ada@example.com');
});

test('one that takes too long is given up, and told so; messages do not wait for it', async () => {
  let signal: AbortSignal | undefined;
  const never: Enrich = (_, options) => {
    signal = options.signal;
    return new Promise(() => {});
  };
  const { visitor, conversation, load, next, log } = await enriched(never, { enrichTimeout: 50 });
  expect(await load()).toEqual({ state: 'pending' });
  await visitor.ask({ t: 'send', message: message(conversation, 'still there?') });
  expect(await next('failed')).toEqual({ state: 'failed' });
  expect(signal?.aborted).toBe(true);
  expect(log.join('')).toContain('"why":"timeout"');
});

test('an agent may ask again at once', async () => {
  const enrich = vi
    .fn<() => Promise<object>>()
    .mockRejectedValueOnce(new Error('down'))
    .mockResolvedValueOnce({ plan: 'gold' });
  const { desk, conversation, load, next } = await enriched(enrich);
  await load();
  await next('failed');
  expect(await load()).toEqual({ state: 'failed' });
  await desk.ask({ t: 'enrich', conversation });
  expect(await next('ready')).toMatchObject({ facts: { plan: 'gold' } });
  expect(enrich).toHaveBeenCalledTimes(2);
});

test('who is forgotten while they are asked about stays forgotten', async () => {
  let answer = (_: object) => {};
  const onChange = vi.fn();
  const enrichment = createEnrichment({
    enrich: () => new Promise((resolve) => (answer = resolve as never)),
    ...{ timeout: 60_000, log: pino({ level: 'silent' }), now: () => 1, onChange },
  });
  const person = { id: 'p', app: 'shop', user: 'ada', name: null, claims: {} };
  enrichment.ask(person);
  expect(enrichment.now('p')).toEqual({ state: 'pending' });
  await Promise.resolve();
  enrichment.forget('p');
  answer({ plan: 'gold' });
  await new Promise(setImmediate);
  expect(enrichment.now('p')).toBeNull();
  expect(onChange).not.toHaveBeenCalled();
});

test('without the option nothing is shown, and one that is no function is refused', async () => {
  const { load } = await enriched(null);
  expect(await load()).toBeNull();
  await expect(startRelay({ enrich: 'https://crm.example' as never })).rejects.toMatchObject({ path: 'enrich' });
});
