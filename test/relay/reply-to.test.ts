import { expect, test } from 'vitest';
import { FAST, message, newId, openDesk, startRelay, visit } from './support.js';

type Page = { messages: { id: string; parts: unknown[] }[] };

test('a message says which one it answers, from either side, for all time', async () => {
  const { url } = await startRelay({ limits: FAST });
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  const [asked, answered, again] = [newId(), newId(), newId()];
  await visitor.ask({ t: 'send', message: message(conversation, 'Which one?', asked) });
  await desk.ask({ t: 'reply', id: answered, conversation, text: 'The copper one.', to: asked });
  const reply = {
    ...message(conversation, 'Thanks.', again),
    parts: [{ type: 'text', text: 'Thanks.', to: answered }],
  };
  await visitor.ask({ t: 'send', message: reply });

  const { messages } = await visitor.ask<Page>({ t: 'history', conversation, before: null, limit: 10 });
  const parts = new Map(messages.map((one) => [one.id, one.parts]));
  expect(parts.get(asked)).toEqual([{ type: 'text', text: 'Which one?' }]);
  expect(parts.get(answered)).toEqual([{ type: 'text', text: 'The copper one.', to: asked }]);
  expect(parts.get(again)).toEqual([{ type: 'text', text: 'Thanks.', to: answered }]);
  const loaded = await desk.ask<Page>({ t: 'load', conversation });
  expect(loaded.messages.at(-1)!.parts).toEqual([{ type: 'text', text: 'Thanks.', to: answered }]);

  // an id is a word, no text of its own
  const long = { ...reply, id: newId(), parts: [{ type: 'text', text: 'x', to: 'x'.repeat(65) }] };
  await expect(visitor.ask({ t: 'send', message: long })).rejects.toThrow();
});
