const PER_SECOND = 1_000;
/** Milliseconds that it takes at most, however many there are. */
const LONGEST = 5_000;
const STEP = 10;

/**
 * Ends connections one after the other, a thousand a second, so that those who come back do not come all at once. Few are
 * ended at once. Resolves after the last.
 */
export async function endOverTime(ends: readonly (() => void)[]): Promise<void> {
  const steps = Math.min((ends.length * 1_000) / PER_SECOND, LONGEST) / STEP;
  const each = Math.max(Math.ceil(ends.length / steps), 1);
  for (let i = 0; i < ends.length; i += each) {
    if (i) await new Promise((resolve) => setTimeout(resolve, STEP));
    for (const end of ends.slice(i, i + each)) end();
  }
}
