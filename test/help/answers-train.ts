import { compile } from '../../src/help/answers/compile.js';
import type { Intent } from '../../src/help/answers/format.js';

/** A small shop's intents, and what is asked of it in other words than it learned. */
export const LEARNED: Record<string, string[]> = {
  refund: [
    'How do I get my money back?',
    'I want a refund',
    'When will I be refunded?',
    'can I return this',
    'refund not received',
  ],
  order: [
    'Where is my parcel?',
    'My package has not arrived',
    'When will my order come?',
    'track my delivery',
    'has it been shipped',
  ],
  hours: ['What are your opening hours?', 'Are you open on Sunday?', 'until when can I call', 'what time do you close'],
  payment: [
    'My card was declined',
    'the payment does not go through',
    'why can I not pay',
    'which credit cards do you take',
  ],
};
export const INTENTS = Object.keys(LEARNED).map((id): Intent => ({ id, title: id, article: id }));

export const learn = (options?: Parameters<typeof compile>[3], learned = LEARNED) =>
  compile('en', INTENTS, Object.values(learned), options).file;

/** As many questions as one likes, of words that go with their intent and words that go with all. */
export function manyQuestions(each: number): string[][] {
  let seed = 1;
  const next = (most: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * most);
  };
  const common = 'please tell me how this works for my account today because something about it went wrong'.split(' ');
  return Object.values(LEARNED).map((own) => {
    const words = own.join(' ').split(' ');
    return Array.from({ length: each }, () =>
      Array.from({ length: 4 + next(5) }, (_, i) =>
        i % 2 ? common[next(common.length)] : words[next(words.length)],
      ).join(' '),
    );
  });
}
