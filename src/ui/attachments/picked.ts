/** What is attached and not sent yet, by conversation. It is this page's alone, and goes with it. */
import { nanoid } from 'nanoid';
import type { Attachment } from '../../core/conversations.js';
import type { UploadLimits } from '../../core/file-ports.js';
import { endingOf, FILE_TYPES, fileName } from '../../core/file-types.js';
import * as LIMITS from '../../core/limits.js';
import { type Signal, signal } from '../../core/signal.js';
import type { Panel } from '../panel/context.js';

export type Refused = 'fileEmpty' | 'fileLarge' | 'fileType' | 'filesMany' | 'filesHeavy' | 'fileUnread';

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

/** The media type, by the name where that says it: what systems call the same sound differs. */
export function mediaOf({ name, type }: Pick<File, 'name' | 'type'>): string {
  const ending = endingOf(name);
  return Object.keys(FILE_TYPES).find((media) => FILE_TYPES[media]!.includes(ending)) ?? type;
}

/** Whether that type is one of these; `image/*` stands for all of its kind. */
export const isTaken = (media: string, types: readonly string[]): boolean =>
  types.some((type) => type === media || (type.endsWith('/*') && media.startsWith(type.slice(0, -1))));

/** Why a file cannot go along with those that are there, before it is read; undefined where it can. */
export function refusalOf(
  file: Pick<File, 'name' | 'type' | 'size'>,
  { bytes, types }: UploadLimits,
  before: readonly Attachment[],
): Refused | undefined {
  if (before.length >= LIMITS.attachments) return 'filesMany';
  if (!file.size) return 'fileEmpty';
  if (!isTaken(mediaOf(file), types)) return 'fileType';
  if (file.size > bytes) return 'fileLarge';
  const sum = before.reduce((all, { bytes: { size } }) => all + size, file.size);
  return sum > LIMITS.attachmentsWaiting ? 'filesHeavy' : undefined;
}

/** A picture's size in pixels; nothing for what this browser cannot draw. */
async function sizeOf(bytes: Blob): Promise<{ width?: number; height?: number }> {
  if (!bytes.type.startsWith('image/')) return {};
  try {
    const bitmap = await createImageBitmap(bytes);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return {};
  }
}

/** Takes a copy: the file may be another one, or gone, by the time it leaves. Rejects where it cannot be read. */
export async function read(file: File): Promise<Attachment> {
  const media = mediaOf(file);
  const bytes = new Blob([await file.arrayBuffer()], { type: media });
  const name = fileName(file.name);
  return { bytes, part: { type: 'file', id: nanoid(22), name, size: bytes.size, media, ...(await sizeOf(bytes)) } };
}

/** What a picker is told to offer. */
export const acceptOf = (types: readonly string[]): string =>
  [
    ...types,
    ...Object.keys(FILE_TYPES).flatMap((media) =>
      (isTaken(media, types) ? FILE_TYPES[media]! : []).map((it) => `.${it}`),
    ),
  ].join();
