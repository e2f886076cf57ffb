/** FNV-1a of a text's UTF-16 units: a whole number of 32 bits, the same on every machine. Pure. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * The place of one of the weights, drawn by a text: for the same text the same one. Each is drawn as often as its share of
 * all; one of 0 never, unless all are. The ends of FNV's results are the least alike, so the high bits are mixed in.
 */
export function drawn(weights: readonly number[], text: string): number {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const hash = fnv1a(text);
  let left = (((Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0) % 10_000) / 10_000) * sum;
  const place = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return Math.max(0, place);
}
