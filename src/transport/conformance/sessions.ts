/** Who one is, and how a session ends. */
import type { TransportEvent } from '../../core/ports.js';
import { type ConformanceCase, check, defineCase, type Kit, need, newId, outgoing, same, textOf } from './kit.js';

async function saidBy(kit: Kit, options: { token?: string } = {}) {
  const conversation = newId();
  const visitor = await kit.visitor(options);
  await visitor.send(conversation, 'hello');
  return { visitor, conversation };
}

/** Fails if this person is shown, or may read, the conversation. */
async function checkBlind(kit: Kit, options: { secret?: string | null; token?: string }, conversation: string) {
  const other = await kit.visitor(options);
  const own = newId();
  await other.send(own, 'mine');
  await kit.harness.agent.reply(conversation, 'for the other alone');
  await kit.harness.agent.reply(own, 'for you');
  await other.untilTold(own, 'for you');
  same(other.told(conversation).map(textOf), [], 'messages of somebody else that were told');
  const isIt = (event: TransportEvent) => event.type === 'conversation' && event.conversation.id === conversation;
  check(!other.events.some(isIt), 'the conversation of somebody else was told');
  const page = await other.session.history({ conversation, before: null, limit: 10 }).catch(() => ({ messages: [] }));
  same(page.messages, [], 'history of somebody else');
  await other.session.send(outgoing(conversation, 'intruding')).catch(() => {});
  const log = await kit.harness.log(conversation);
  check(!log.some((message) => textOf(message) === 'intruding'), 'somebody else could write into the conversation');
}

export const sessionCases: ConformanceCase[] = [
  defineCase('connecting tells who the visitor is', async (kit) => {
    const { person } = await kit.connect();
    check(typeof person.id === 'string' && person.id !== '', 'person.id must be a string');
    same(person.verified, false, 'person.verified of a visitor without a token');
  }),

  defineCase('the secret brings back the same person and their log', async (kit) => {
    const { visitor, conversation } = await saidBy(kit);
    const secret = need(visitor.session.secret ?? undefined);
    visitor.abort();
    const again = await kit.visitor({ secret });
    same(again.session.person.id, visitor.session.person.id, 'person.id with the same secret');
    same(again.told(conversation).map(textOf), ['hello'], 'the log that is replayed');
  }),

  defineCase('another visitor sees nothing of the first', async (kit) => {
    const { conversation } = await saidBy(kit);
    await checkBlind(kit, {}, conversation);
  }),

  defineCase('a made-up secret opens nobody’s session', async (kit) => {
    const { visitor, conversation } = await saidBy(kit);
    const secret = need(visitor.session.secret ?? undefined);
    const forged = secret.slice(0, -4) + (secret.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    await checkBlind(kit, { secret: forged }, conversation);
  }),

  defineCase('a good token makes a verified person, the same one each time', async (kit) => {
    const token = need(kit.harness.token);
    const user = newId();
    const first = await kit.connect({ token: await token(user) });
    const second = await kit.connect({ token: await token(user) });
    same(first.person.verified, true, 'person.verified');
    same(second.person.id, first.person.id, 'person.id of the same user');
  }),

  defineCase('a bad token is refused with auth, and never becomes an anonymous session', async (kit) => {
    const token = await need(kit.harness.badToken)();
    const error = await kit.refused(kit.connect({ token }), ['auth'], 'connecting with a bad token');
    same(error.retryable, false, 'retryable of a refused token');
  }),

  defineCase('an anonymous conversation follows the visitor who signs in', async (kit) => {
    const token = need(kit.harness.token);
    const { visitor, conversation } = await saidBy(kit);
    const secret = need(visitor.session.secret ?? undefined);
    visitor.abort();
    const user = newId();
    const known = await kit.visitor({ secret, token: await token(user) });
    same(known.told(conversation).map(textOf), ['hello'], 'the conversation after signing in');
    await known.send(conversation, 'still me');
    const elsewhere = await kit.visitor({ token: await token(user) });
    same(elsewhere.told(conversation).map(textOf), ['hello', 'still me'], 'the conversation on another device');
  }),

  defineCase('two known users are never made one', async (kit) => {
    const token = need(kit.harness.token);
    const { visitor, conversation } = await saidBy(kit, { token: await token(newId()) });
    await checkBlind(kit, { secret: visitor.session.secret, token: await token(newId()) }, conversation);
  }),

  defineCase('aborting ends the session, and no event follows closed', async (kit) => {
    const { visitor, conversation } = await saidBy(kit);
    visitor.abort();
    await kit.refused(visitor.session.send(outgoing(conversation, 'too late')), ['offline'], 'sending after abort');
    const watcher = await kit.visitor({ secret: need(visitor.session.secret ?? undefined) });
    await kit.harness.agent.reply(conversation, 'anyone there?');
    await watcher.untilTold(conversation, 'anyone there?');
    check(!visitor.told(conversation).some((m) => textOf(m) === 'anyone there?'), 'an event came after abort');
    const ends = visitor.events.flatMap((event, i) => (event.type === 'closed' ? [i] : []));
    same(ends, [visitor.events.length - 1], 'places of closed among the events');
  }),

  defineCase('aborting before connect has answered rejects it', async (kit) => {
    const controller = new AbortController();
    const connecting = kit.connect({}, controller.signal);
    controller.abort();
    await kit.refused(connecting, ['offline'], 'connecting');
  }),

  defineCase('a cut connection ends in exactly one closed, which is retryable and last', async (kit) => {
    const { visitor, conversation } = await saidBy(kit);
    await kit.harness.drop();
    const { error } = await visitor.until('closed', 'closed after the connection was cut');
    same(error.retryable, true, 'closed.error.retryable');
    const again = await kit.visitor({ secret: need(visitor.session.secret ?? undefined) });
    await kit.harness.agent.reply(conversation, 'welcome back');
    await again.untilTold(conversation, 'welcome back');
    same(visitor.events.filter((event) => event.type === 'closed').length, 1, 'number of closed events');
    same(visitor.events.at(-1)?.type, 'closed', 'the last event');
  }),

  defineCase('a session that ended before subscribe still tells closed', async (kit) => {
    const visitor = await kit.visitor({ after: false });
    await kit.harness.drop();
    visitor.session.subscribe({}, visitor.listen);
    await visitor.until('closed', 'closed after the connection was cut');
  }),

  defineCase('after the end every call is rejected as retryable', async (kit) => {
    const { visitor, conversation } = await saidBy(kit);
    await kit.harness.drop();
    await visitor.until('closed', 'closed after the connection was cut');
    const asked = visitor.session.history({ conversation, before: null, limit: 10 });
    const error = await kit.refused(asked, ['offline', 'unavailable'], 'history after the end');
    same(error.retryable, true, 'retryable');
    visitor.session.typing?.(conversation, true);
    visitor.session.read?.(conversation, 1);
  }),
];
