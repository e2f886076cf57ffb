/** How much, and for how long, is kept on the device. */
import * as LIMITS from './limits.js';
import type { Change, OutboxItem } from './ports.js';
import { messageKey } from './rows.js';
import type { Restored } from './scope.js';

const DAY = 24 * 3_600_000;

/**
 * What stays of what was found, and what changes on disk. The oldest messages of each conversation go, and those of the
 * conversations that were silent longest; the back end still has them. What waited too long to be sent stays, as failed.
 */
export function retain(found: Restored, now: number): { kept: Restored; changes: Change[] } {
  const silent = new Set(
    found.conversations
      .map(({ conversation }) => conversation)
      .sort((a, b) => b.at - a.at)
      .slice(LIMITS.keptConversations)
      .map(({ id }) => id),
  );
  const newest = [...found.messages].sort((a, b) => (b.seq ?? 0) - (a.seq ?? 0));
  const count = new Map<string, number>();
  const stays = new Set(
    newest.filter(({ conversation }) => {
      const n = (count.get(conversation) ?? 0) + 1;
      count.set(conversation, n);
      return n <= LIMITS.keptMessages && !silent.has(conversation);
    }),
  );
  const isExpired = (item: OutboxItem) => !item.failed && now - item.at > LIMITS.outboxDays * DAY;
  const expired = found.outbox.filter(isExpired).map((item) => ({ ...item, failed: 'expired' }));
  const outbox = [...found.outbox.filter((item) => !isExpired(item)), ...expired];
  const gone = found.messages.filter((message) => !stays.has(message));
  return {
    kept: { ...found, outbox, messages: found.messages.filter((message) => stays.has(message)) },
    changes: [
      ...expired.map((item) => [item.key, item] as const),
      ...gone.map((message) => [messageKey(message), undefined] as const),
    ],
  };
}
