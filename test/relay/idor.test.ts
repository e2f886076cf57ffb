/** Three visitors of each of two apps, and every frame that names something: whose it is is asked each time. */
import { expect, test } from 'vitest';
import {
  FAST,
  type Loose,
  message,
  newId,
  ORIGIN,
  OTHER_ORIGIN,
  openDesk,
  snapshot,
  startRelay,
  visit,
} from './support.js';

const homes = [
  { app: 'shop', origin: ORIGIN },
  { app: 'bank', origin: OTHER_ORIGIN },
];
type Visitor = Awaited<ReturnType<typeof visit>>;

/** Every ask that names a conversation, except `send` and `handoff`, which may begin one. */
const asks = (conversation: string): Loose[] => [
  { t: 'history', conversation, before: null, limit: 100 },
  { t: 'history', conversation, before: 2, limit: 1 },
  { t: 'context', conversation, snapshot },
  { t: 'close', conversation },
];
const strip = ({ r: _r, ...answer }: Loose) => answer;
const notFound = { t: 'error', code: 'not-found', message: expect.any(String), path: 'conversation' };

/** Events that the visitor was told since, without those of its own conversation. */
async function told(visitor: Visitor, own: string, since: number) {
  await visitor.settled();
  return visitor.all.slice(since).filter((frame) => frame.t === 'event' && !JSON.stringify(frame).includes(own));
}

test('no visitor reaches anything of another, and what is another’s is answered like what is not there', async () => {
  const { url } = await startRelay({ limits: FAST });
  const desk = await openDesk(url);
  const people = await Promise.all(
    homes.flatMap((home) =>
      [1, 2, 3].map(async (n) => {
        const visitor = await visit(url, home);
        const first = message(newId(), `private ${home.app} ${n}`);
        await visitor.ask({ t: 'send', message: first });
        await visitor.ask({ t: 'handoff', message: message(first.conversation, 'a person'), snapshot, tags: [] });
        return { visitor, first, conversation: first.conversation };
      }),
    ),
  );
  await desk.settled();
  const before = desk.all.length;
  const nobody = newId();

  let pairs = 0;
  for (const [i, { visitor, conversation: own }] of people.entries()) {
    for (const [j, { conversation: foreign, first }] of people.entries()) {
      if (i === j) continue;
      pairs++;
      const since = visitor.all.length;
      for (const [n, ask] of asks(foreign).entries()) {
        const answer = strip(await visitor.answer(ask));
        expect(answer).toEqual(notFound);
        expect(answer).toEqual(strip(await visitor.answer(asks(nobody)[n]!)));
      }
      // a new message, the same message again, the other's words under the other's id, and the bot
      for (const sent of [
        message(foreign, 'intruder'),
        message(foreign, 'intruder', first.id),
        first,
        message(foreign, 'intruder', newId(), 'bot'),
      ]) {
        expect(strip(await visitor.answer({ t: 'send', message: sent }))).toEqual(notFound);
        const request = { t: 'handoff', message: sent, snapshot, tags: ['urgent'] };
        expect(strip(await visitor.answer(request))).toEqual(notFound);
      }
      for (const conversation of [foreign, nobody]) {
        visitor.send({ t: 'typing', conversation, on: true });
        visitor.send({ t: 'read', conversation, seq: 1 });
      }
      expect(await told(visitor, own, since)).toEqual([]);
      // a cursor for it gets the answer of a cursor for nothing
      for (const conversation of [foreign, nobody]) {
        const at = visitor.all.length;
        await visitor.ask({
          t: 'subscribe',
          after: { [conversation]: `${visitor.epoch}:0`, [own]: `${visitor.epoch}:2` },
        });
        await visitor.event('caught-up');
        expect(await told(visitor, own, at)).toEqual([
          { t: 'event', event: { type: 'reset', conversation } },
          { t: 'event', event: { type: 'caught-up' } },
        ]);
      }
      const listed = await visitor.ask<{ id: string }[]>({ t: 'conversations' });
      expect(listed.map(({ id }) => id)).toEqual([own]);
    }
  }
  expect(pairs).toBe(30);

  await desk.settled();
  expect(desk.all.slice(before).filter((frame) => frame.t !== 'pong')).toEqual([]);
  for (const { visitor, conversation, first } of people) {
    const page = await visitor.ask<{ messages: { id: string; seq: number }[] }>(asks(conversation)[0]!);
    expect(page.messages.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(page.messages[0]!.id).toBe(first.id);
    expect(await visitor.ask({ t: 'conversations' })).toMatchObject([{ status: 'waiting', readTo: 0 }]);
  }
  // erasing and revoking reach no further either
  const [{ visitor: one }, ...others] = people as [(typeof people)[number], ...typeof people];
  await one.ask({ t: 'erase' });
  for (const { visitor, conversation } of others) {
    expect(await visitor.ask<{ messages: object[] }>(asks(conversation)[0]!)).toMatchObject({ messages: [{}, {}] });
  }
});

test('ten thousand guesses find nothing', async () => {
  const { url } = await startRelay({ limits: FAST });
  const owners = await Promise.all(homes.map((home) => visit(url, home)));
  for (const owner of owners) await owner.ask({ t: 'send', message: message(newId(), 'private') });
  const guesser = await visit(url);
  const answers = new Set<string>();
  for (let i = 0; i < 100; i++) {
    const some = Array.from({ length: 100 }, () => asks(newId())[i % 4]!);
    for (const answer of await Promise.all(some.map((ask) => guesser.answer(ask)))) {
      answers.add(JSON.stringify(strip(answer)));
    }
  }
  expect([...answers].map((text) => JSON.parse(text))).toEqual([notFound]);
});

test('ids of other visitors’ messages may be used again elsewhere, and mean another message there', async () => {
  const { url } = await startRelay();
  const [ada, eve] = [await visit(url), await visit(url)];
  const sent = message(newId(), 'mine');
  await ada.ask({ t: 'send', message: sent });
  const taken = { ...sent, conversation: newId() };
  expect(await eve.ask({ t: 'send', message: taken })).toMatchObject({ id: sent.id, seq: 1 });
  expect(ada.messages()).toHaveLength(1);
});

test('a frame that was overheard and is sent again says nothing new, on any session', async () => {
  const { url } = await startRelay();
  const ada = await visit(url);
  const frame = { t: 'send', message: message(newId(), 'pay 100') };
  const receipt = await ada.ask({ t: 'send', message: frame.message });
  // on the same connection, on another of hers, on somebody else's
  expect(await ada.ask(frame)).toMatchObject({ ...(receipt as object), duplicate: true });
  const tab = await visit(url, { secret: ada.secret });
  expect(await tab.ask(frame)).toMatchObject({ seq: 1, duplicate: true });
  const eve = await visit(url);
  expect(strip(await eve.answer(frame))).toEqual(notFound);
  // and after she signed out
  await ada.ask({ t: 'revoke' });
  const later = await visit(url, { secret: ada.secret });
  expect(strip(await later.answer(frame))).toEqual(notFound);
});
