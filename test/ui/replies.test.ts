import { expect, it } from 'vitest';
import type { Message, Part } from '../../src/types.js';
import { replyTo } from '../../src/ui/parts/replies.js';

const message = (id: string, kind: Message['author']['kind'], ...parts: Part[]): Message => ({
  ...{ id, conversation: 'c1', author: { kind }, parts, at: 1 },
});
const answers = (to: string): Part => ({ type: 'answers', to, values: [], text: 'x' });

it('a form is answered by the visitor, and by naming it', () => {
  const log = [message('m1', 'bot'), message('m2', 'bot', answers('m1')), message('m3', 'visitor', answers('m0'))];
  expect(replyTo(log, 'm1', 'answers')).toBeUndefined();
  expect(replyTo([...log, message('m4', 'visitor', answers('m1'))], 'm1', 'answers')).toEqual(answers('m1'));
  expect(replyTo([...log, message('m4', 'visitor', answers('m1'))], 'm1', 'rating')).toBeUndefined();
});

it('a log with something odd in it is read all the same', () => {
  const odd = [{ ...message('m1', 'visitor'), parts: [null, 1, answers('m0')] as never }, { id: 'm2' } as never];
  expect(replyTo(odd, 'm0', 'answers')).toEqual(answers('m0'));
});
