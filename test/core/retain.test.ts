import { expect, it } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import { retain } from '../../src/core/retain.js';
import { NOTHING } from '../../src/core/scope.js';
import { ids, item, message } from './world.js';

const DAY = 24 * 3_600_000;
const conversation = (id: string, at: number) => ({
  conversation: { id, status: 'open' as const, readTo: 0, agentReadTo: 0, at },
});

it('the newest messages of a conversation stay, and the rows of the others go', () => {
  const count = LIMITS.keptMessages + 2;
  const messages = Array.from({ length: count }, (_, i) => message(`m${i}`, { seq: i + 1 }));
  const { kept, changes } = retain({ ...NOTHING, messages }, 0);
  expect(kept.messages).toHaveLength(LIMITS.keptMessages);
  expect(changes).toEqual([
    ['m/c/m0', undefined],
    ['m/c/m1', undefined],
  ]);
});

it('of the conversations that were silent longest only the names stay', () => {
  const conversations = Array.from({ length: LIMITS.keptConversations + 1 }, (_, i) => conversation(`c${i}`, i));
  const messages = conversations.map(({ conversation: { id } }) => message(`of-${id}`, { conversation: id, seq: 1 }));
  const { kept, changes } = retain({ ...NOTHING, conversations, messages }, 0);
  expect(kept.conversations).toEqual(conversations);
  expect(ids(kept.messages)).not.toContain('of-c0');
  expect(changes).toEqual([['m/c0/of-c0', undefined]]);
});

it('what waited too long ends as failed, on disk too, with its text', () => {
  const outbox = [item('old', 1, { at: 0 }), item('new', 2, { at: DAY }), item('f', 3, { at: 0, failed: 'closed' })];
  const { kept, changes } = retain({ ...NOTHING, outbox }, LIMITS.outboxDays * DAY + 1);
  expect(kept.outbox.find(({ id }) => id === 'old')).toEqual({ ...outbox[0], failed: 'expired' });
  expect(kept.outbox.filter(({ id }) => id !== 'old')).toEqual(outbox.slice(1));
  expect(changes).toEqual([[outbox[0]!.key, { ...outbox[0], failed: 'expired' }]]);
});
