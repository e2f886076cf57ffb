import { endingOf, FILE_TYPES } from '../core/file-types.js';

/** The beginning of a file, its last bytes, and how long it is. */
export interface Ends {
  head: Buffer;
  tail: Buffer;
  size: number;
}

export interface Found {
  media: string;
  width?: number;
  height?: number;
}

/** So much of the beginning is enough to find a picture's size behind its profiles and previews. */
export const HEAD = 512 * 1024;
export const TAIL = 16;

const ascii = (buffer: Buffer, start: number, end: number) => buffer.toString('latin1', start, end);

function png({ head, tail }: Ends): Found | null {
  if (head.length < 33 || ascii(head, 0, 8) !== '\x89PNG\r\n\x1a\n' || ascii(head, 12, 16) !== 'IHDR') return null;
  // what stands behind the last chunk is another file
  if (ascii(tail, tail.length - 8, tail.length - 4) !== 'IEND') return null;
  return { media: 'image/png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

function gif({ head, tail }: Ends): Found | null {
  if (head.length < 14 || !/^GIF8[79]a$/.test(ascii(head, 0, 6)) || tail.at(-1) !== 0x3b) return null;
  // behind the colours comes an image or an extension, where a script that begins like a picture has its words
  const colours = head[10]! & 0x80 ? 3 * 2 ** ((head[10]! & 7) + 1) : 0;
  const next = head[13 + colours];
  if (next !== 0x2c && next !== 0x21) return null;
  return { media: 'image/gif', width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
}

function jpeg({ head }: Ends): Found | null {
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < head.length; ) {
    if (head[at] !== 0xff) return null;
    const marker = head[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    // the frame, of whichever coding
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { media: 'image/jpeg', width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    }
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}

function riff({ head, size }: Ends): Found | null {
  if (head.length < 30 || ascii(head, 0, 4) !== 'RIFF') return null;
  const form = ascii(head, 8, 12);
  if (form === 'WAVE' && ascii(head, 12, 15) === 'fmt') return { media: 'audio/wav' };
  const length = head.readUInt32LE(4) + 8;
  if (form !== 'WEBP' || (length !== size && length + 1 !== size)) return null;
  const sizes: Record<string, () => [number, number]> = {
    'VP8 ': () => [head.readUInt16LE(26) & 0x3fff, head.readUInt16LE(28) & 0x3fff],
    VP8L: () => {
      const bits = head.readUInt32LE(21);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    },
    VP8X: () => [head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1],
  };
  const found = sizes[ascii(head, 12, 16)]?.();
  return found ? { media: 'image/webp', width: found[0], height: found[1] } : null;
}

function audio({ head }: Ends): Found | null {
  const start = ascii(head, 0, 4);
  if (start.startsWith('ID3') || (head[0] === 0xff && (head[1]! & 0xe6) === 0xe2)) return { media: 'audio/mpeg' };
  if (start === 'OggS') return { media: 'audio/ogg' };
  if (ascii(head, 4, 8) === 'ftyp' && /^M4[AB] $/.test(ascii(head, 8, 12))) return { media: 'audio/mp4' };
  if (head.length > 4 && head.readUInt32BE(0) === 0x1a45dfa3 && head.subarray(0, 64).includes('webm')) {
    return { media: 'audio/webm' };
  }
  return null;
}

/** Words that make a browser, or a shell, take text for more than text. */
const ACTIVE = /^(?:\xef\xbb\xbf)?\s*(?:<|#!|%!)/;
/** No text of whatever encoding but those with zero bytes has these. */
const isBinary = (bytes: Buffer) => bytes.some((byte) => byte < 32 && ![9, 10, 11, 12, 13, 27].includes(byte));

/** Text has no content by which it could be told: the name must say so, and nothing may speak against it. */
function text({ head, tail }: Ends, name: string): Found | null {
  const ending = endingOf(name);
  const media = ['text/plain', 'text/csv'].find((type) => FILE_TYPES[type]!.includes(ending));
  const isText = media && !isBinary(head) && !isBinary(tail);
  return isText && !ACTIVE.test(ascii(head, 0, 1_024)) ? { media } : null;
}

/** What a file is, by its content; null for all that is not taken. */
export function sniff(ends: Ends, name: string): Found | null {
  const { head } = ends;
  const found = png(ends) ?? gif(ends) ?? jpeg(ends) ?? riff(ends) ?? audio(ends);
  if (found) return found.width === 0 || found.height === 0 ? null : found;
  if (ascii(head, 0, 5) === '%PDF-') return { media: 'application/pdf' };
  return text(ends, name);
}

/** The name, with the ending that goes with what it is: one that promises something else stays visible before it. */
export function nameFor(name: string, media: string): string {
  const endings = FILE_TYPES[media] ?? [];
  return endings.includes(endingOf(name)) ? name : `${name.slice(0, 120)}.${endings[0]}`;
}
