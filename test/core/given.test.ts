import { expect, it } from 'vitest';
import { createFormers } from '../../src/core/formers.js';
import { withoutMoving, withoutOlder } from '../../src/core/given.js';
import { NOTHING, type Restored } from '../../src/core/restored.js';
import { ids, item, message } from './world.js';

const held = (id: string) => ({
  conversation: { id, status: 'open' as const, readTo: 0, agentReadTo: 0, at: 1 },
  cursor: `${id}:1`,
});
const found = (more: Partial<Restored>): Restored => ({ ...NOTHING, ...more });

it('a conversation that is just becoming a known user’s is nobody else’s to go on with', () => {
  const own = withoutMoving(found({ conversations: [held('theirs'), held('c')], outbox: [item('waits', 1)] }));
  expect(own.conversations.map(({ conversation }) => conversation.id)).toEqual(['c']);
});

it('all conversations of a session are its visitor’s', () => {
  const rows = found({ person: { id: 'p1', verified: false }, conversations: [held('c')] });
  expect(withoutMoving(rows)).toEqual(rows);
});

it('what is left of a log that the back end has set back since is told from what stands there now', () => {
  const own = found({ messages: [message('a', { seq: 1 }), message('new', { seq: 2 })] });
  const gap = message('gap-x', { seq: 1, conversation: 'd', parts: [{ type: 'gap', reason: 'lost' }] });
  const messages = [message('a', { seq: 1 }), message('lost', { seq: 2 }), message('b', { seq: 1, conversation: 'd' })];
  const left = found({ messages: [...messages, gap], conversations: [held('c'), held('d')] });
  const [rest, older] = withoutOlder(left, own);
  expect([ids(rest.messages), rest.conversations, ids(older)]).toEqual([['b', 'gap-x'], [held('d')], ['lost']]);
});

it('a log that is the same as far as it goes is no older life', () => {
  const own = found({ messages: [message('a', { seq: 1 }), message('b', { seq: 2 })] });
  const left = found({ messages: [message('a', { seq: 1 })], conversations: [held('c')] });
  expect(withoutOlder(left, own)).toEqual([left, []]);
});

it('a restored back end is asked with each secret that a user had before they were known, and once with each', () => {
  const formers = createFormers();
  formers.all = ['second', 'first'];
  expect([formers.next(), formers.next(), formers.next()]).toEqual(['second', 'first', undefined]);
  formers.renew();
  expect(formers.next()).toBe('second');
  // it is being asked with this one
  formers.add('third');
  expect([formers.all, formers.next()]).toEqual([['third', 'second', 'first'], 'first']);
});
