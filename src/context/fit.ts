/** Makes a snapshot fit into what a back end takes: whole parts go, the least telling first, and never half of one. */
import type { Snapshot } from '../types.js';

const bytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** In this order they give way. What the host has set never does: `set` refuses what would be too large. */
const LEAST = ['signals', 'device', 'landing', 'questions', 'breadcrumbs', 'product', 'about'] as const;

/** The same snapshot, changed in place until it is at most `most` bytes as JSON: first the oldest of the journey goes. */
export function fitSnapshot(shot: Snapshot, most: number): Snapshot {
  const isOver = () => bytes(shot) > most;
  while (shot.journey?.length && isOver()) shot.journey.shift();
  for (const key of LEAST) {
    if (!isOver()) break;
    delete shot[key];
    if (shot.about) delete shot.about[key];
  }
  // a long address must not cost the customer their message
  if (isOver()) Object.assign(shot.page, { url: location.origin, title: '' });
  return shot;
}
