/** Optional abilities: each case is skipped where the session has none. */
import { SobaniError, toSobaniError } from '../../core/errors.js';
import type { HandoffDetails, Snapshot } from '../../types.js';
import { type ConformanceCase, check, defineCase, type Kit, need, newId, outgoing, same, textOf } from './kit.js';

const snapshot: Snapshot = {
  v: 1,
  page: { url: 'https://shop.example/cart', title: 'Cart', language: 'en' },
  locale: 'en',
};

async function begun(kit: Kit) {
  const conversation = newId();
  const v = await kit.visitor();
  await v.send(conversation, 'hello');
  return { v, conversation };
}

export const abilityCases: ConformanceCase[] = [
  defineCase('conversations: one’s own are listed, and no others', async (kit) => {
    const { v, conversation } = await begun(kit);
    await begun(kit);
    need(v.session.conversations);
    const list = await kit.soon(v.session.conversations!(), 'the list');
    same(
      list.map(({ id }) => id),
      [conversation],
      'ids in the list',
    );
    check(['bot', 'waiting', 'open', 'resolved'].includes(list[0]!.status), `status is ${list[0]!.status}`);
  }),

  defineCase('handoff: the message is in the log once, and a person is waited for', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.handoff);
    const message = outgoing(conversation, 'a person, please');
    const request = { message, snapshot, tags: ['billing'], reason: 'asked' };
    const receipt = await kit.soon(v.session.handoff!(request), 'the answer to handoff');
    same(receipt.id, message.id, 'receipt.id');
    const again = await kit.soon(v.session.handoff!(request), 'the answer to the same handoff');
    same(again.seq, receipt.seq, 'place of the same handoff');
    const log = (await kit.harness.log(conversation)).map(textOf).filter((one) => !one.startsWith('('));
    same(log, ['hello', 'a person, please'], 'the log');
    await v.untilConversation(conversation, 'status waiting or open', ({ status }) => /waiting|open/.test(status));
  }),

  defineCase('handoff: may be the first message of a conversation', async (kit) => {
    const v = await kit.visitor();
    need(v.session.handoff);
    const message = outgoing(newId(), 'a person, please');
    await kit.soon(v.session.handoff!({ message, snapshot, tags: [] }), 'the answer to handoff');
    same((await kit.harness.log(message.conversation)).map(textOf)[0], 'a person, please', 'the log');
  }),

  defineCase('handoff: what is known besides the situation may go along', async (kit) => {
    const v = await kit.visitor();
    need(v.session.handoff);
    const message = outgoing(newId(), 'a person, please');
    const summary = { asked: ['Where is it?'], tried: [], answered: [], collected: { order: '1042' } };
    const details: HandoffDetails = {
      ...{ summary, intent: { id: 'parcel', confidence: 0.9 }, language: 'en', tone: 'urgent', priority: 'high' },
      reference: 'BVF9J8',
    };
    const request = { message, snapshot, tags: [], ...details };
    const receipt = await kit.soon(v.session.handoff!(request), 'the answer to handoff');
    same(receipt.id, message.id, 'receipt.id');
  }),

  defineCase('close: the conversation is resolved, and takes no more messages', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.close);
    await kit.soon(v.session.close!(conversation), 'the answer to close');
    await v.untilConversation(conversation, 'status resolved', ({ status }) => status === 'resolved');
    const error = await kit.refused(v.send(conversation, 'one more thing'), ['closed'], 'sending after close');
    same(error.retryable, false, 'retryable');
    const log = (await kit.harness.log(conversation)).map(textOf);
    check(!log.includes('one more thing'), 'the refused message was stored');
  }),

  defineCase('an agent who resolves is told as status resolved', async (kit) => {
    const resolve = need(kit.harness.agent.resolve);
    const { v, conversation } = await begun(kit);
    await kit.harness.agent.reply(conversation, 'done');
    await resolve(conversation);
    await v.untilConversation(conversation, 'status resolved', ({ status }) => status === 'resolved');
  }),

  defineCase('read: the mark moves forward only, and one’s other tabs are told', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.read);
    const other = await kit.visitor({ secret: need(v.session.secret ?? undefined) });
    const { seq } = await v.send(conversation, 'second');
    v.session.read!(conversation, seq);
    await other.untilConversation(conversation, `readTo ${seq}`, ({ readTo }) => readTo === seq);
    v.session.read!(conversation, 1);
    await v.send(conversation, 'third');
    const later = await kit.visitor({ secret: v.session.secret });
    await later.untilConversation(conversation, `readTo still ${seq}`, ({ readTo }) => readTo === seq);
  }),

  defineCase('an agent’s read mark is told', async (kit) => {
    const read = need(kit.harness.agent.read);
    const { v, conversation } = await begun(kit);
    const { seq } = await v.send(conversation, 'seen?');
    await read(conversation);
    await v.untilConversation(conversation, `agentReadTo ${seq}`, ({ agentReadTo }) => agentReadTo >= seq);
  }),

  defineCase('an agent’s typing is told, and is not stored', async (kit) => {
    const typing = need(kit.harness.agent.typing);
    const { v, conversation } = await begun(kit);
    await kit.harness.agent.reply(conversation, 'let me look');
    const before = (await kit.harness.log(conversation)).length;
    await typing(conversation, true);
    const told = await v.until('typing', 'typing', (event) => event.conversation === conversation && event.on);
    same(told.author.kind, 'agent', 'author.kind of who types');
    same((await kit.harness.log(conversation)).length, before, 'length of the log');
  }),

  defineCase('typing: of the visitor is not stored and does not come back', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.typing);
    v.session.typing!(conversation, true);
    v.session.typing!(newId(), true);
    await v.send(conversation, 'typed');
    await kit.harness.agent.reply(conversation, 'seen');
    await v.untilTold(conversation, 'seen');
    check(!v.events.some(({ type }) => type === 'typing'), 'one’s own typing came back');
    const log = (await kit.harness.log(conversation)).map(textOf).filter((one) => !one.startsWith('('));
    same(log, ['hello', 'typed', 'seen'], 'the log');
  }),

  defineCase('context: is taken for one’s own conversation only, and is no message', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.context);
    await kit.soon(v.session.context!(conversation, snapshot), 'the answer to context');
    const stranger = await kit.visitor();
    const refused = stranger.session.context!(conversation, snapshot);
    await kit.refused(refused, ['not-found', 'forbidden'], 'context of somebody else');
    same((await kit.harness.log(conversation)).map(textOf), ['hello'], 'the log');
  }),

  defineCase('withdraw: the parts are gone from all of one’s conversations, and from nobody else’s', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.withdraw);
    need(v.session.context);
    const look = need(kit.harness.snapshot);
    const stranger = await begun(kit);
    const later = newId();
    await v.send(later, 'once more');
    const told = { ...snapshot, traits: { plan: 'pro' }, attributes: { shop: 'north' } };
    for (const id of [conversation, later]) await kit.soon(v.session.context!(id, told), 'the answer to context');
    await kit.soon(stranger.v.session.context!(stranger.conversation, told), 'the answer to context');
    await kit.soon(v.session.withdraw!(['traits', 'order']), 'the answer to withdraw');
    for (const id of [conversation, later]) {
      const left = await look(id);
      check(!left?.traits, 'what was withdrawn is still there');
      same(left?.attributes, told.attributes, 'what was not withdrawn');
    }
    same((await look(stranger.conversation))?.traits, told.traits, 'traits of somebody else');
  }),

  defineCase('withdraw: the page and the locale cannot be, and nothing is then', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.withdraw);
    need(v.session.context);
    const told = { ...snapshot, traits: { plan: 'pro' } };
    await kit.soon(v.session.context!(conversation, told), 'the answer to context');
    for (const part of ['page', 'locale']) {
      const error = await kit.refused(v.session.withdraw!(['traits', part]), ['invalid'], `withdrawing ${part}`);
      same(error.retryable, false, 'retryable');
    }
    const left = await kit.harness.snapshot?.(conversation);
    if (left) same(left.traits, told.traits, 'traits after the refusal');
  }),

  defineCase('rate: a conversation that has ended and none at all can be rated, each once', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.rate);
    const look = need(kit.harness.ratings);
    await (v.session.close && kit.soon(v.session.close(conversation), 'the answer to close'));
    const ended = { id: newId(), survey: 'after', kind: 'csat', score: 4, max: 5, remark: 'Quick' } as const;
    const alone = { id: newId(), survey: 'friends', kind: 'nps', score: 0, max: 10 } as const;
    for (let i = 0; i < 2; i++) {
      await kit.soon(v.session.rate!(conversation, ended), 'the answer to rate');
      await kit.soon(v.session.rate!(null, alone), 'the answer to rate');
    }
    const stranger = await begun(kit);
    const refused = stranger.v.session.rate!(conversation, { ...ended, id: newId() });
    await kit.refused(refused, ['not-found', 'forbidden'], 'rating the conversation of somebody else');
    const found = (await look(conversation)).map((it) => [it.survey, it.kind, it.score, it.max, it.remark ?? null]);
    same(
      found.sort(),
      [
        ['after', 'csat', 4, 5, 'Quick'],
        ['friends', 'nps', 0, 10, null],
      ],
      'the ratings',
    );
    same(await look(stranger.conversation), [], 'the ratings of somebody else');
  }),

  defineCase('rate: a visitor’s message with a part `rating` is a rating of its conversation', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.rate);
    const look = need(kit.harness.ratings);
    const rating = { survey: 'after', kind: 'ces', score: 7, max: 7 } as const;
    const said = { ...outgoing(conversation, ''), parts: [{ type: 'rating' as const, ...rating, text: '7 of 7' }] };
    await kit.soon(v.session.send(said), 'the answer to send');
    await kit.soon(v.session.send(said), 'the answer to send');
    const found = (await look(conversation)).map((it) => [it.conversation, it.survey, it.score]);
    same(found, [[conversation, 'after', 7]], 'the ratings');
  }),

  defineCase('revoke: the secret is worthless afterwards', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.revoke);
    const secret = need(v.session.secret ?? undefined);
    await kit.soon(v.session.revoke!(), 'the answer to revoke');
    v.abort();
    await checkGone(kit, secret, v.session.person.id, conversation);
  }),

  defineCase('erase: nothing of the person is left', async (kit) => {
    const { v, conversation } = await begun(kit);
    need(v.session.erase);
    const secret = v.session.secret;
    await kit.soon(v.session.erase!(), 'the answer to erase');
    same(await kit.harness.log(conversation), [], 'the log after erase');
    v.abort();
    if (secret !== null) await checkGone(kit, secret, v.session.person.id, conversation);
  }),
];

/** The secret is refused, or opens a new person's session that knows nothing of the old one's. */
async function checkGone(kit: Kit, secret: string, person: string, conversation: string) {
  let again: Awaited<ReturnType<Kit['visitor']>>;
  try {
    again = await kit.visitor({ secret });
  } catch (thrown) {
    check(
      thrown instanceof SobaniError && thrown.code === 'auth',
      `must be refused with auth, was: ${toSobaniError(thrown)}`,
    );
    return;
  }
  check(again.session.person.id !== person, 'the secret still opens the session');
  same(again.told(conversation), [], 'what the former secret is told');
}
