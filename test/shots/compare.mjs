// Pixels that differ between two folders of pictures, counted and drawn in a browser.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of a channel, 0 to 255: below it nobody sees it, and edges of glyphs may differ. */
const TOLERANCE = 12;

const inPage = async ([a, b, tolerance]) => {
  const read = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    return { canvas, context, data: context.getImageData(0, 0, bitmap.width, bitmap.height) };
  };
  const [before, now] = await Promise.all([read(a), read(b)]);
  const isSameSize = before.data.width === now.data.width && before.data.height === now.data.height;
  let pixels = isSameSize ? 0 : now.data.width * now.data.height;
  const { data } = now.data;
  for (let i = 0; isSameSize && i < data.length; i += 4) {
    const differs = [0, 1, 2].some((c) => Math.abs(data[i + c] - before.data.data[i + c]) > tolerance);
    if (differs) pixels++;
    // what is the same fades, what differs is red
    const shades = differs ? [220, 0, 60] : [0, 1, 2].map((c) => 190 + data[i + c] / 4);
    for (const c of [0, 1, 2]) data[i + c] = shades[c];
  }
  if (!pixels) return { pixels, picture: '' };
  now.context.putImageData(now.data, 0, 0);
  const blob = await now.canvas.convertToBlob();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { pixels, picture: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
};

/** Writes a picture of each difference to `to`. Resolves with what differs, most first. */
export async function compare(browser, before, now, to) {
  mkdirSync(to, { recursive: true });
  const page = await browser.newPage();
  const changed = [];
  for (const name of readdirSync(now)) {
    if (!existsSync(join(before, name))) continue;
    const [a, b] = [before, now].map((folder) => readFileSync(join(folder, name)));
    if (a.equals(b)) continue;
    const { pixels, picture } = await page.evaluate(inPage, [a.toString('base64'), b.toString('base64'), TOLERANCE]);
    if (!pixels) continue;
    changed.push({ name, pixels });
    writeFileSync(join(to, name), Buffer.from(picture, 'base64'));
  }
  await page.close();
  return changed.sort((x, y) => y.pixels - x.pixels);
}
