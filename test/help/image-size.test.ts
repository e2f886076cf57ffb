import { describe, expect, it } from 'vitest';
import { imageSize } from '../../src/help/image-size.js';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const FRAME = [0xff, 0xc2, 0, 11, 8, 1, 44, 2, 128, 1, 1, 0x11, 0];
/** An orientation, in the order of bytes that the letters say. */
const exif = (orientation: number) =>
  bytes([0xff, 0xe1, 0, 34], 'Exif\0\0MM\0*', [
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
const svg = (attributes: string) =>
  bytes(`<?xml version="1.0"?><!-- <svg width="1"> --><svg ${attributes}><svg width="9"/></svg>`);

describe('the size of a picture', () => {
  it.each([
    ['PNG', bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 2, 128, 0, 0, 1, 44])],
    ['GIF', bytes('GIF89a', [128, 2, 44, 1])],
    ['JPEG', bytes([0xff, 0xd8], [0xff, 0xe0, 0, 4, 0, 0], [0xff, 0xc4, 0, 4, 1, 1, 0xff], FRAME)],
    ['JPEG, upright', bytes([0xff, 0xd8], [...exif(1)], FRAME)],
    ['WebP, lossy', bytes('RIFF\0\0\0\0WEBPVP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 128, 2, 44, 1])],
    ['WebP, lossless', bytes('RIFF\0\0\0\0WEBPVP8L', [0, 0, 0, 0, 0x2f, 0x7f, 0xc2, 0x4a, 0])],
    ['WebP, extended', bytes('RIFF\0\0\0\0WEBPVP8X', [0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 2, 0, 0x2b, 1, 0])],
    ['SVG', svg('width="640" height="300px"')],
    ['SVG by its box', svg('width="100%" viewBox="0 0 640 300"')],
    ['SVG by width and box', svg(`viewBox='0,0,64,30' width='640'`)],
  ])('is read of a %s', (_, file) => {
    expect(imageSize(file)).toEqual({ w: 640, h: 300 });
  });

  it('is as it is shown, where a camera was turned', () => {
    expect(imageSize(bytes([0xff, 0xd8], [...exif(6)], FRAME))).toEqual({ w: 300, h: 640 });
  });

  it('is unknown of what is broken off, or no picture', () => {
    for (const file of [
      bytes(''),
      bytes('text'),
      bytes('GIF89a', [1]),
      bytes('\x89PNG\r\n\x1a\n'),
      bytes([0xff, 0xd8, 0xff]),
    ]) {
      expect(imageSize(file)).toBeUndefined();
    }
    expect(imageSize(svg('width="0" height="0"'))).toBeUndefined();
  });
});
