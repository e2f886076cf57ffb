/** What is attached and not sent yet, by conversation. It is this page's alone, and goes with it. */
import { isTaken, type Refused } from '../../core/attachment.js';
import type { Attachment } from '../../core/conversations.js';
import { FILE_TYPES } from '../../core/file-types.js';
import { type Signal, signal } from '../../core/signal.js';
import type { Panel } from '../panel/context.js';

export interface Picked {
  files: readonly Attachment[];
  /** Why others are not among them, with their names. */
  refused: readonly { why: Refused; name: string }[];
}

export const NONE: Picked = { files: [], refused: [] };

type All = Signal<ReadonlyMap<string, Picked>>;
const kept = new WeakMap<ShadowRoot, All>();

/** Of one messenger. Whoever signs out takes theirs along. */
export function allPicked({ root, state }: Pick<Panel, 'root' | 'state'>): All {
  const found = kept.get(root);
  if (found) return found;
  const made: All = signal<ReadonlyMap<string, Picked>>(new Map());
  kept.set(root, made);
  let { value: person } = state.cleared;
  state.cleared.subscribe((now) => {
    if (now !== person) made.value = new Map();
    person = now;
  });
  return made;
}

/** What a picker is told to offer. */
export const acceptOf = (types: readonly string[]): string =>
  [
    ...types,
    ...Object.keys(FILE_TYPES).flatMap((media) =>
      (isTaken(media, types) ? FILE_TYPES[media]! : []).map((it) => `.${it}`),
    ),
  ].join();
