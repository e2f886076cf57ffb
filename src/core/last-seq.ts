import type { Message } from '../types.js';

/** The place of the last acknowledged message, 0 when there is none. */
export const lastSeq = (list: readonly Message[]): number => list.reduce((last, m) => Math.max(last, m.seq ?? 0), 0);
