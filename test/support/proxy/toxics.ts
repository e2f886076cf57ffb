/** What can be wrong with a connection. Names, attributes and units are those of Toxiproxy; each is for one direction. */
export interface Toxics {
  /** Everything comes later, in order. Milliseconds; each chunk `latency` ± `jitter`. */
  latency: { latency: number; jitter?: number };
  /** At most so many kilobytes (1,000 bytes) a second. */
  bandwidth: { rate: number };
  /** An orderly end is passed on so many milliseconds later. */
  slow_close: { delay: number };
  /** Nothing gets through, and after so many milliseconds the connection is closed; with 0 it stays open. */
  timeout: { timeout: number };
  /** Nothing gets through, and so many milliseconds after the first bytes that should have the connection is reset. */
  reset_peer: { timeout: number };
  /** Cuts what passes into pieces of `average_size` ± `size_variation` bytes, `delay` microseconds apart. */
  slicer: { average_size: number; size_variation?: number; delay?: number };
  /** Closes the connection once so many bytes have passed. */
  limit_data: { bytes: number };
}

export type Toxic = keyof Toxics;

/** `up` is from the client to the server. */
export type Direction = 'up' | 'down';
export type Which = Direction | 'both';

/** The toxics in force, each by its name; one that is added again replaces the one before. */
export type Ward = { [T in Toxic]?: Toxics[T] };

/** Sizes of the pieces that a chunk is cut into. */
export function slices(length: number, slicer: Toxics['slicer'] | undefined, random: () => number): number[] {
  if (!slicer) return [length];
  const { average_size: average, size_variation: variation = 0 } = slicer;
  const sizes: number[] = [];
  for (let left = length; left > 0; left -= sizes.at(-1)!) {
    const size = Math.round(average + (random() * 2 - 1) * variation);
    sizes.push(Math.min(left, Math.max(1, size)));
  }
  return sizes;
}
