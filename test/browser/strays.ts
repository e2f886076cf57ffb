/** Of what is ours and painted, in our shadow root. */
const PAINTED = '[part="launcher"], [part="panel"], .proactive, .hint > i';

/** Points of a grid, every 8 pixels, that are ours where we paint nothing, or the page's where we do. At most nine. */
export function strays({ host, root }: { host: Element; root: ShadowRoot }): string[] {
  const found: string[] = [];
  for (const entrance of document.getAnimations()) entrance.finish();
  const boxes = [...root.querySelectorAll<HTMLElement>(PAINTED)]
    .filter((it) => it.checkVisibility({ visibilityProperty: true }))
    .map((it) => it.getBoundingClientRect());
  for (let x = 4; x < innerWidth; x += 8) {
    for (let y = 4; y < innerHeight; y += 8) {
      const isOurs = document.elementFromPoint(x, y) === host;
      const isIn = (by: number) =>
        boxes.some((b) => x >= b.left - by && x <= b.right + by && y >= b.top - by && y <= b.bottom + by);
      // round corners, and a badge that stands out
      if (isOurs && !isIn(6)) found.push(`${x},${y} is ours, and blank`);
      if (!isOurs && isIn(-24)) found.push(`${x},${y} is not ours, and painted`);
    }
  }
  return found.slice(0, 9);
}
