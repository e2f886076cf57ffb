/** What becomes of a message that is sent. */
import { SobaniError } from '../../core/errors.js';
import * as LIMITS from '../../core/limits.js';
import type { OutgoingMessage } from '../../core/ports.js';
import { type ConformanceCase, check, defineCase, need, newId, only, outgoing, same, text, textOf } from './kit.js';

const TEXTS = [
  'plain',
  '  spaces kept  \n\n\ttabs and lines too\r\n',
  'Grüße, naïve café, e\u0301 is not \u00e9',
  'שלום עולם, مرحبا بالعالم',
  '日本語の本文です。改行なし、句読点あり。',
  '👩‍👩‍👧‍👦🏳️‍🌈👍🏽 \u{1F600}',
  '\u202Eright to left override\u202C zero\u200Bwidth\uFEFF',
  '<script>alert(1)</script> &amp; "quotes" \'single\' \\ back \u2028 line \u0000 nul \u0007 bell',
  '{"t":"ok"} %00 %s $1 {{y}} __proto__ null undefined 1e999',
];

export const sendingCases: ConformanceCase[] = [
  defineCase('sending is acknowledged with id, place and time', async ({ visitor }) => {
    const v = await visitor();
    const id = newId();
    const receipt = await v.send(newId(), 'hello', id);
    same(receipt.id, id, 'receipt.id');
    check(
      Number.isSafeInteger(receipt.seq) && receipt.seq > 0,
      `receipt.seq must be an integer > 0, is ${receipt.seq}`,
    );
    check(Number.isFinite(receipt.at) && receipt.at > 0, `receipt.at must be an instant, is ${receipt.at}`);
  }),

  defineCase(
    'what is acknowledged is in the log, with its id, its place and its author',
    async ({ visitor, harness }) => {
      const v = await visitor();
      const conversation = newId();
      const { id, seq } = await v.send(conversation, 'kept');
      const log = await harness.log(conversation);
      const found = log.find((message) => message.id === id);
      check(found, 'the acknowledged message is not in the log');
      same([found.seq, found.author.kind, textOf(found)], [seq, 'visitor', 'kept'], 'seq, author and text in the log');
    },
  ),

  defineCase('what is acknowledged outlives the connection', async ({ visitor, harness }) => {
    const v = await visitor();
    const conversation = newId();
    for (const words of ['one', 'two', 'three']) await v.send(conversation, words);
    await harness.drop();
    await v.until('closed', 'closed after the connection was cut');
    same((await harness.log(conversation)).map(textOf), ['one', 'two', 'three'], 'the log after the cut');
  }),

  defineCase('the same id twice is one message', async ({ visitor, harness }) => {
    only(harness.transport.capabilities.dedup !== 'none');
    const v = await visitor();
    const conversation = newId();
    const first = await v.send(conversation, 'once', 'A'.repeat(22));
    const second = await v.send(conversation, 'once', 'A'.repeat(22));
    same([second.id, second.seq], [first.id, first.seq], 'the second receipt');
    same((await harness.log(conversation)).length, 1, 'number of messages in the log');
  }),

  defineCase('the same id in a later session is still one message', async ({ visitor, harness }) => {
    only(harness.transport.capabilities.dedup !== 'none');
    const v = await visitor();
    const conversation = newId();
    const first = await v.send(conversation, 'once');
    await v.send(conversation, 'something else');
    await harness.drop();
    const again = await visitor({ secret: need(v.session.secret ?? undefined) });
    const second = await again.send(conversation, 'once', first.id);
    same(second.seq, first.seq, 'place in the second receipt');
    same((await harness.log(conversation)).map(textOf), ['once', 'something else'], 'the log');
  }),

  defineCase('two sends of one id at the same time are one message', async ({ visitor, harness }) => {
    only(harness.transport.capabilities.dedup !== 'none');
    const v = await visitor();
    const conversation = newId();
    const id = newId();
    const [a, b] = await Promise.all([v.send(conversation, 'once', id), v.send(conversation, 'once', id)]);
    same(a.seq, b.seq, 'place in both receipts');
    same((await harness.log(conversation)).length, 1, 'number of messages in the log');
  }),

  defineCase('an id stands for its first content for ever', async ({ visitor, harness }) => {
    only(harness.transport.capabilities.dedup === 'forever');
    const v = await visitor();
    const conversation = newId();
    const { id } = await v.send(conversation, 'the first');
    await v.send(conversation, 'another', id).catch((error: unknown) => {
      check(error instanceof SobaniError && error.code === 'conflict', `must be refused as conflict, was: ${error}`);
    });
    same((await harness.log(conversation)).map(textOf), ['the first'], 'the log');
  }),

  defineCase(
    'a send that a cut left unanswered is rejected as retryable, and the resend makes it one message',
    async (kit) => {
      const { harness } = kit;
      const v = await kit.visitor();
      const conversation = newId();
      await v.send(conversation, 'before');
      const message = outgoing(conversation, 'across the cut');
      const pending = v.session.send(message).then(
        () => null,
        (error: unknown) => error,
      );
      await harness.drop();
      const error = await kit.soon(pending, 'the end of the send that was cut');
      check(error === null || (error instanceof SobaniError && error.retryable), `must be retryable, was: ${error}`);
      only(harness.transport.capabilities.dedup !== 'none');
      const again = await kit.visitor({ secret: need(v.session.secret ?? undefined) });
      await kit.soon(again.session.send(message), 'the resend');
      same((await harness.log(conversation)).map(textOf), ['before', 'across the cut'], 'the log');
    },
  ),

  defineCase('fifty messages keep the order in which they were sent', async ({ visitor, harness }) => {
    const v = await visitor();
    const conversation = newId();
    const words = Array.from({ length: 50 }, (_, i) => `message ${i}`);
    const places: number[] = [];
    for (const one of words) places.push((await v.send(conversation, one)).seq);
    same((await harness.log(conversation)).map(textOf), words, 'the log');
    check(
      places.every((seq, i) => i === 0 || seq > places[i - 1]!),
      `places must ascend, are ${places}`,
    );
  }),

  defineCase('messages of two conversations do not mix', async ({ visitor, harness }) => {
    const v = await visitor();
    const [a, b] = [newId(), newId()];
    await Promise.all([v.send(a, 'a1'), v.send(b, 'b1')]);
    await Promise.all([v.send(a, 'a2'), v.send(b, 'b2')]);
    same((await harness.log(a)).map(textOf), ['a1', 'a2'], 'the log of the first');
    same((await harness.log(b)).map(textOf), ['b1', 'b2'], 'the log of the second');
  }),

  defineCase('text comes back unchanged, to a character', async ({ visitor, harness }) => {
    const v = await visitor();
    const conversation = newId();
    for (const words of TEXTS) await v.send(conversation, words);
    same((await harness.log(conversation)).map(textOf), TEXTS, 'the log');
    const again = await visitor({ secret: need(v.session.secret ?? undefined) });
    same(again.told(conversation).map(textOf), TEXTS, 'the replay');
  }),

  defineCase('a text of full length comes back whole', async ({ visitor, harness }) => {
    const v = await visitor();
    const conversation = newId();
    const words = 'abcdefghi '.repeat(LIMITS.text / 10);
    await v.send(conversation, words);
    check((await harness.log(conversation)).map(textOf)[0] === words, `${LIMITS.text} characters were changed`);
    await v.send(conversation, 'é"\n🙂x'.repeat(1_500));
    same(
      (await harness.log(conversation)).map(textOf)[1]?.length,
      9_000,
      'length of 9,000 characters that need escapes',
    );
  }),

  defineCase('half a surrogate pair is refused or replaced, everywhere alike', async ({ visitor, harness }) => {
    const v = await visitor();
    const conversation = newId();
    await v.send(conversation, 'before');
    const broken = 'half \uD83D pair';
    const isTaken = await v.send(conversation, broken).then(
      () => true,
      (error: unknown) => {
        check(error instanceof SobaniError && !error.retryable, `must be refused for good, was: ${error}`);
        return false;
      },
    );
    await v.send(conversation, 'after');
    const log = (await harness.log(conversation)).map(textOf);
    same(log.length, isTaken ? 3 : 2, 'number of messages in the log');
    if (isTaken) check([broken, 'half \uFFFD pair'].includes(log[1]!), `the text became ${JSON.stringify(log[1])}`);
    const again = await visitor({ secret: need(v.session.secret ?? undefined) });
    same(again.told(conversation).map(textOf), log, 'the replay');
  }),

  defineCase('what is too large is refused as too-large and stores nothing', async ({ visitor, harness, refused }) => {
    const v = await visitor();
    const conversation = newId();
    await v.send(conversation, 'before');
    for (const words of ['x'.repeat(LIMITS.text + 1), 'x'.repeat(LIMITS.frame + 1)]) {
      const error = await refused(v.send(conversation, words), ['too-large'], `a text of ${words.length} characters`);
      same(error.retryable, false, 'retryable');
    }
    await v.send(conversation, 'after');
    same((await harness.log(conversation)).map(textOf), ['before', 'after'], 'the log');
  }),

  defineCase(
    'what the bot on the device said is stored as the bot’s, with its parts',
    async ({ visitor, harness, soon }) => {
      const v = await visitor();
      const conversation = newId();
      const choices = [
        { id: 'a', label: 'Delivery' },
        { id: 'b', label: 'Returns' },
      ];
      const message: OutgoingMessage = {
        id: newId(),
        conversation,
        by: 'bot',
        name: 'Ada',
        parts: [...text('What is it about?'), { type: 'choices', text: 'Choose one', choices }],
      };
      await soon(v.session.send(message), 'the answer to send');
      const [found] = await harness.log(conversation);
      same(found?.author.kind, 'bot', 'author.kind');
      // a back end that knows no names of bots is one that was there before them
      check([undefined, 'Ada'].includes(found?.author.name), `author.name is ${found?.author.name}`);
      same(found?.parts[0], message.parts[0], 'the first part');
      const second = found?.parts[1];
      check(second?.type !== 'choices' || second.choices.length === 2, 'choices must be kept whole, or not as choices');
    },
  ),
];
