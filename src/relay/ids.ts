import { randomBytes } from 'node:crypto';
import type { Cursor } from '../core/ports.js';

/** 128 random bits as 22 characters of the URL-safe alphabet. */
export const newId = (): string => randomBytes(16).toString('base64url');

/** Opaque to clients: which life of the log, and the place in it. */
export const toCursor = (epoch: string, seq: number): Cursor => `${epoch}:${seq}`;

/** The place that a cursor names, or null when it is of another life of the log, or no cursor of ours. */
export function placeOf(cursor: Cursor, epoch: string): number | null {
  const [life, place, rest] = cursor.split(':');
  if (life !== epoch || rest !== undefined || !/^\d{1,15}$/.test(place ?? '')) return null;
  return Number(place);
}
