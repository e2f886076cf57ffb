/** Answers that are no messages, on their way to the back end: kept until it has them. */
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Disk, Session } from '../core/ports.js';
import { type RatingRow, ratingPrefix } from '../core/rows.js';
import type { Rating } from '../types.js';

/** A stored row is as untrusted as the network. */
export function parseRatingRow(row: unknown): RatingRow | null {
  const { conversation, rating } = Object(row) as Record<string, unknown>;
  const { id, survey, kind, score, max, remark } = Object(rating) as Record<string, unknown>;
  const isText = (value: unknown, most = 128) => typeof value === 'string' && value !== '' && value.length <= most;
  const isScore = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isRight =
    (conversation === null || isText(conversation)) &&
    [id, survey].every((value) => isText(value)) &&
    /^(csat|nps|ces|custom)$/.test(`${kind}`) &&
    isScore(score) &&
    isScore(max) &&
    (remark === undefined || isText(remark, LIMITS.remark));
  if (!isRight) return null;
  const own = { id, survey, kind, score, max, ...(remark !== undefined && { remark }) } as Rating & { id: string };
  return { conversation: conversation as string | null, rating: own };
}

/**
 * Tells them one after the other. What the back end refuses for good, and what it has no use for, is let go; what it could not
 * take now stays.
 * @param onRefused told of what was refused
 */
export async function tellRatings(
  disk: Disk,
  session: Pick<Session, 'rate'>,
  onRefused: (error: SobaniError) => void,
): Promise<void> {
  for (const [key, row] of await disk.load(ratingPrefix)) {
    const kept = parseRatingRow(row);
    try {
      if (kept) await session.rate?.(kept.conversation, kept.rating);
    } catch (error) {
      if (!(error instanceof SobaniError) || error.retryable || error.code === 'auth') return;
      if (error.code !== 'unsupported') onRefused(error);
    }
    await disk.write([[key, undefined]]);
  }
}
