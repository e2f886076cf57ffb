/** Makes what goes along with a message of a file that a visitor has chosen. */
import { nanoid } from 'nanoid';
import type { Attachment } from './conversations.js';
import { type ErrorCode, SobaniError } from './errors.js';
import type { UploadLimits } from './file-ports.js';
import { endingOf, FILE_TYPES, fileName } from './file-types.js';
import * as LIMITS from './limits.js';

export type Refused = 'fileEmpty' | 'fileLarge' | 'fileType' | 'filesMany' | 'filesHeavy' | 'fileUnread';

/** The media type, by the name where that says it: what systems call the same sound differs. */
function mediaOf({ name, type }: Pick<File, 'name' | 'type'>): string {
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
): Exclude<Refused, 'fileUnread'> | undefined {
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

const SAID: Record<Exclude<Refused, 'fileUnread'>, [ErrorCode, string]> = {
  fileEmpty: ['invalid', 'The file is empty.'],
  fileType: ['unsupported', 'Files of this type are not taken.'],
  fileLarge: ['too-large', 'The file is larger than what is taken.'],
  filesMany: ['too-large', 'These are more files than one message may have.'],
  filesHeavy: ['too-large', 'Together the files are larger than what can wait.'],
};

/**
 * Takes copies of all of them.
 * @throws SobaniError `unsupported`, `too-large` or `invalid`, with the file's place as path: `files.0`
 */
export async function readAll(files: readonly File[], limits: UploadLimits): Promise<Attachment[]> {
  const all: Attachment[] = [];
  for (const [i, file] of files.entries()) {
    const path = `files.${i}`;
    const why = refusalOf(file, limits, all);
    if (why) throw new SobaniError(SAID[why][0], SAID[why][1], { path });
    try {
      all.push(await read(file));
    } catch (cause) {
      throw new SobaniError('invalid', 'The file cannot be read.', { path, cause });
    }
  }
  return all;
}
