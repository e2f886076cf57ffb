/** How large a picture is shown, read from the head of its file: PNG, JPEG, GIF, WebP and SVG. Node only. */

export interface ImageSize {
  /** CSS pixels. */
  w: number;
  h: number;
}

const ascii = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to);

/** Whether a camera held upright lay on its side: orientations 5 to 8 exchange width and height. */
function isTurned(exif: Buffer): boolean {
  if (ascii(exif, 0, 6) !== 'Exif\0\0') return false;
  const tiff = exif.subarray(6);
  const isLittle = ascii(tiff, 0, 2) === 'II';
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let i = 0; i < u16(first); i++) {
    const entry = first + 2 + i * 12;
    if (u16(entry) === 0x0112) return u16(entry + 8) >= 5;
  }
  return false;
}

function jpeg(bytes: Buffer): ImageSize | undefined {
  let turned = false;
  for (let at = 2; bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    // fill bytes may stand before a marker
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (marker === 0xe1) turned ||= isTurned(bytes.subarray(at + 4, at + 2 + length));
    // a start of frame, of any way of coding; C4, C8 and CC are something else
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [h, w] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return turned ? { w: h, h: w } : { w, h };
    }
    at += 2 + length;
  }
  return undefined;
}

function webp(bytes: Buffer): ImageSize | undefined {
  switch (ascii(bytes, 12, 16)) {
    case 'VP8 ':
      return { w: bytes.readUInt16LE(26) & 0x3fff, h: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { w: (bits & 0x3fff) + 1, h: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { w: bytes.readUIntLE(24, 3) + 1, h: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

function svg(text: string): ImageSize | undefined {
  const tag = /<svg\b[^>]*>/.exec(text.replace(/<!--[\s\S]*?-->/g, ''))?.[0];
  if (!tag) return undefined;
  const attribute = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];
  const pixels = (name: string) => Number(/^\s*([\d.]+)(?:px)?\s*$/.exec(attribute(name) ?? '')?.[1]);
  const [, , boxWidth = Number.NaN, boxHeight = Number.NaN] = (attribute('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [width, height] = [pixels('width'), pixels('height')];
  // one given alone keeps the shape of the box
  if (width && !height) return { w: width, h: (width * boxHeight) / boxWidth };
  if (height && !width) return { w: (height * boxWidth) / boxHeight, h: height };
  return { w: width || boxWidth, h: height || boxHeight };
}

function read(bytes: Buffer): ImageSize | undefined {
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return { w: bytes.readUInt32BE(16), h: bytes.readUInt32BE(20) };
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(bytes);
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return { w: bytes.readUInt16LE(6), h: bytes.readUInt16LE(8) };
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return webp(bytes);
  return svg(bytes.toString('utf8', 0, 100_000));
}

/** Undefined when it is none of these, or broken off. */
export function imageSize(bytes: Buffer): ImageSize | undefined {
  try {
    const size = read(bytes);
    const [w, h] = [Math.round(size?.w ?? 0), Math.round(size?.h ?? 0)];
    return w > 0 && h > 0 && w < 1e6 && h < 1e6 ? { w, h } : undefined;
  } catch (thrown) {
    // a read beyond the end
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
