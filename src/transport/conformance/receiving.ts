/** What a session is told, in which order, and what it can ask for again. */
import { toSobaniError } from '../../core/errors.js';
import * as LIMITS from '../../core/limits.js';
import type { HistoryPage, RemoteMessage } from '../../core/ports.js';
import { parseMessage } from '../../wire/parse.js';
import { readRichParts } from '../../wire/rich-parts.js';
import { type ConformanceCase, check, defineCase, need, newId, only, same, textOf, type Visitor } from './kit.js';

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `m${from + i}`);
/** Without the lines that a back end writes into the log by itself. */
const spoken = (messages: RemoteMessage[]) => messages.filter(({ author }) => author.kind !== 'system').map(textOf);

async function say(visitor: Visitor, conversation: string, words: string[]) {
  for (const one of words) await visitor.send(conversation, one);
}

function checkAscending(messages: RemoteMessage[]) {
  const places = messages.map(({ seq }) => seq);
  check(
    places.every((seq, i) => i === 0 || seq > places[i - 1]!),
    `places must ascend, came as ${places}`,
  );
}

export const receivingCases: ConformanceCase[] = [
  defineCase('an agent’s reply arrives live, once', async ({ visitor, harness }) => {
    const v = await visitor();
    const conversation = newId();
    await v.send(conversation, 'hello');
    await harness.agent.reply(conversation, 'hi there');
    const message = await v.untilTold(conversation, 'hi there');
    same(message.author.kind, 'agent', 'author.kind');
    await harness.agent.reply(conversation, 'more');
    await v.untilTold(conversation, 'more');
    same(spoken(v.told(conversation)).filter((one) => one === 'hi there').length, 1, 'times the reply came');
  }),

  defineCase('every reply of many arrives live, in order', async ({ visitor, harness }) => {
    const v = await visitor();
    const conversation = newId();
    await v.send(conversation, 'hello');
    const words = numbered(1, 12);
    for (const one of words) await harness.agent.reply(conversation, one);
    await v.untilTold(conversation, 'm12');
    same(
      spoken(v.told(conversation)).filter((one) => one !== 'hello'),
      words,
      'the replies as they came',
    );
    checkAscending(v.told(conversation));
  }),

  defineCase('every message that is told has all its fields', async ({ visitor, harness }) => {
    readRichParts();
    const v = await visitor();
    const conversation = newId();
    await v.send(conversation, 'hello');
    await harness.agent.reply(conversation, 'hi there');
    const live = await v.untilTold(conversation, 'hi there');
    const again = await visitor({ secret: need(v.session.secret ?? undefined) });
    for (const message of [live, ...again.told(conversation)]) {
      try {
        parseMessage(message, 'message');
      } catch (thrown) {
        throw new Error(`a malformed message was told: ${toSobaniError(thrown).message}`);
      }
    }
    const [replayed] = again.told(conversation).filter(({ id }) => id === live.id);
    same(replayed?.seq, live.seq, 'place of the same message, live and replayed');
  }),

  defineCase('what one tab sends, the other tab is told', async ({ visitor }) => {
    const one = await visitor();
    const other = await visitor({ secret: need(one.session.secret ?? undefined) });
    const conversation = newId();
    const { seq } = await one.send(conversation, 'from the first tab');
    same((await other.untilTold(conversation, 'from the first tab')).seq, seq, 'place of the message');
  }),

  defineCase('caught-up comes exactly once, after the replay and before what is live', async ({ visitor, harness }) => {
    const first = await visitor();
    const conversation = newId();
    await say(first, conversation, numbered(1, 5));
    const v = await visitor({ secret: need(first.session.secret ?? undefined) });
    await harness.agent.reply(conversation, 'live');
    await v.untilTold(conversation, 'live');
    const order = v.events.flatMap((event) =>
      event.type === 'message' ? [textOf(event.message)] : event.type === 'caught-up' ? ['caught-up'] : [],
    );
    const wanted = order.filter((one) => !one.startsWith('('));
    same(wanted, [...numbered(1, 5), 'caught-up', 'live'], 'the order of events');
  }),

  defineCase('caught-up comes for somebody who has nothing', async ({ visitor }) => {
    const v = await visitor();
    same(
      v.events.filter(({ type }) => type !== 'conversation').map(({ type }) => type),
      ['caught-up'],
      'the events',
    );
  }),

  defineCase(
    'after a cursor everything that was missed is replayed, without gap or repeat',
    async ({ visitor, harness }) => {
      const first = await visitor();
      const conversation = newId();
      await say(first, conversation, numbered(1, 5));
      await first.untilTold(conversation, 'm5').catch(() => {});
      const reader = await visitor({ secret: need(first.session.secret ?? undefined) });
      const cursor = reader.cursor(conversation);
      reader.abort();
      await say(first, conversation, numbered(6, 9));
      await harness.agent.reply(conversation, 'm10');
      const v = await visitor({ secret: first.session.secret, after: { [conversation]: cursor } });
      const missed = spoken(v.told(conversation)).filter((one) => Number(one.slice(1)) > 5);
      same(missed, numbered(6, 10), 'what was replayed of what was missed');
      checkAscending(v.told(conversation));
    },
  ),

  defineCase('nothing before the cursor is replayed', async ({ visitor, harness }) => {
    only(harness.transport.capabilities.replay === 'cursor');
    const first = await visitor();
    const conversation = newId();
    await say(first, conversation, numbered(1, 5));
    const reader = await visitor({ secret: need(first.session.secret ?? undefined) });
    const [, , third] = reader.events.filter((e) => e.type === 'message');
    check(third?.type === 'message', 'five messages must have been replayed');
    const v = await visitor({ secret: first.session.secret, after: { [conversation]: third.cursor } });
    same(spoken(v.told(conversation)), numbered(4, 5), 'what was replayed');
    check(!v.events.some(({ type }) => type === 'reset'), 'a good cursor must not be answered with reset');
  }),

  defineCase('a conversation that no cursor names is replayed from its start', async ({ visitor }) => {
    const first = await visitor();
    const [known, other] = [newId(), newId()];
    await say(first, known, numbered(1, 2));
    const reader = await visitor({ secret: need(first.session.secret ?? undefined) });
    await say(first, other, numbered(3, 5));
    const v = await visitor({ secret: first.session.secret, after: { [known]: reader.cursor(known) } });
    same(spoken(v.told(other)), numbered(3, 5), 'the replay of the conversation without a cursor');
  }),

  defineCase('a cursor that means nothing brings a reset, then the log again', async ({ visitor, harness }) => {
    only(harness.transport.capabilities.replay === 'cursor');
    const first = await visitor();
    const conversation = newId();
    await say(first, conversation, numbered(1, 3));
    const secret = need(first.session.secret ?? undefined);
    const v = await visitor({ secret, after: { [conversation]: 'no such place' } });
    const order = v.events.flatMap((e) =>
      e.type === 'reset' ? ['reset'] : e.type === 'message' ? [textOf(e.message)] : [],
    );
    same(order, ['reset', ...numbered(1, 3)], 'reset and replay');
  }),

  defineCase('what happens during the replay is neither lost nor out of order', async ({ visitor, harness }) => {
    const first = await visitor();
    const conversation = newId();
    await say(first, conversation, numbered(1, 60));
    const v = await visitor({ secret: need(first.session.secret ?? undefined), after: false });
    const replies: Promise<unknown>[] = [];
    v.session.subscribe({}, (event) => {
      v.listen(event);
      // answered from inside the replay, where a careless back end forgets
      if (event.type === 'message' && /^m(1|30|60)$/.test(textOf(event.message))) {
        replies.push(harness.agent.reply(conversation, `to ${textOf(event.message)}`));
      }
    });
    for (const to of ['m1', 'm30', 'm60']) await v.untilTold(conversation, `to ${to}`);
    await Promise.all(replies);
    same(
      spoken(v.told(conversation)).filter((one) => one.startsWith('m')),
      numbered(1, 60),
      'the replay',
    );
    same(
      new Set(v.told(conversation).map(({ id }) => id)).size,
      v.told(conversation).length,
      'number of different messages',
    );
    checkAscending(v.told(conversation));
  }),

  defineCase('all conversations are told, each in its own order', async ({ visitor, harness }) => {
    const v = await visitor();
    const [a, b] = [newId(), newId()];
    await v.send(a, 'in a');
    await v.send(b, 'in b');
    for (const i of [1, 2, 3]) {
      await harness.agent.reply(a, `a${i}`);
      await harness.agent.reply(b, `b${i}`);
    }
    await v.untilTold(a, 'a3');
    await v.untilTold(b, 'b3');
    same(
      spoken(v.told(a)).filter((one) => one !== 'in a'),
      ['a1', 'a2', 'a3'],
      'replies in the first',
    );
    same(
      spoken(v.told(b)).filter((one) => one !== 'in b'),
      ['b1', 'b2', 'b3'],
      'replies in the second',
    );
  }),

  defineCase('after the undo of subscribe nothing is told', async ({ visitor, harness }) => {
    const watcher = await visitor();
    const conversation = newId();
    await watcher.send(conversation, 'hello');
    const v = await visitor({ secret: need(watcher.session.secret ?? undefined), after: false });
    const undo = v.session.subscribe({}, v.listen);
    await v.until('caught-up', 'caught-up after subscribe');
    undo();
    const before = v.events.length;
    await harness.agent.reply(conversation, 'unheard');
    await watcher.untilTold(conversation, 'unheard');
    await v.send(conversation, 'still able to send');
    same(v.events.length, before, 'number of events after the undo');
  }),

  defineCase('history pages backwards to the beginning, oldest first, without overlap', async ({ visitor, soon }) => {
    const v = await visitor();
    const conversation = newId();
    await say(v, conversation, numbered(1, 25));
    let all: string[] = [];
    let before: number | null = null;
    let pages = 0;
    do {
      const page: HistoryPage = await soon(v.session.history({ conversation, before, limit: 10 }), 'a page of history');
      check(page.messages.length <= 10, `a page of 10 holds ${page.messages.length}`);
      checkAscending(page.messages);
      all = [...page.messages.map(textOf), ...all];
      before = page.before;
      check(++pages <= 30, 'paging does not come to an end');
    } while (before !== null);
    same(all, numbered(1, 25), 'all pages together');
  }),

  defineCase('history of a conversation that does not exist is not-found or empty', async ({ visitor }) => {
    const v = await visitor();
    const asked = v.session.history({ conversation: newId(), before: null, limit: LIMITS.historyPage });
    const code = await asked.then(
      ({ messages }) => (messages.length ? 'messages' : 'empty'),
      (error: unknown) => toSobaniError(error).code,
    );
    check(code === 'empty' || code === 'not-found', `was answered with ${code}`);
  }),
];
