/** What a visitor tells of their situation, whole or as a change of what is stored. */
import { createHash } from 'node:crypto';
import { SobaniError } from '../core/errors.js';
import type { Snapshot } from '../types.js';
import type { Ask } from '../wire/frames.js';
import { applyPatch } from '../wire/patch.js';
import { parseSnapshot } from './frames.js';
import type { PersonRow } from './store.js';

/** Names the state: the same for the same snapshot, also after a restart. */
export const baseOf = (snapshot: Snapshot): string =>
  createHash('sha256').update(JSON.stringify(snapshot)).digest('base64url').slice(0, 22);

/** A page proves nothing that it says; what a signed token says too is proven, and marked so where all of it is. */
export function withProof(snapshot: Snapshot, claims: PersonRow['claims']): Snapshot {
  const { traits, about } = snapshot;
  const entries = Object.entries(traits ?? {});
  const isSigned =
    entries.length > 0 && entries.every(([key, value]) => Object.hasOwn(claims, key) && claims[key] === value);
  if (!isSigned || !about?.traits) return snapshot;
  return { ...snapshot, about: { ...about, traits: { ...about.traits, verified: true } } };
}

/**
 * The snapshot that follows from the stored one.
 * @throws SobaniError `conflict` where the patch is not for that one; as `parseSnapshot` for what it would become
 */
export function nextSnapshot(
  { snapshot, base, patch }: Ask & { t: 'context' },
  stored: () => Snapshot | null,
): Snapshot {
  if (snapshot) return snapshot;
  const before = stored();
  if (!before || baseOf(before) !== base) {
    throw new SobaniError('conflict', 'another snapshot is stored; send the whole', { path: 'base' });
  }
  return parseSnapshot(applyPatch(before, patch!));
}
