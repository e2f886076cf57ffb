/** Whether what a page has set of our colours can be read: the contrast of each pair that stands one on the other, by WCAG 2. */

/** What lies on what, and the least that is asked of it: 4.5 for text, 3 for a border that must be seen. */
const PAIRS: [on: string, token: string, least: number][] = [
  ['bg', 'ink', 4.5],
  ['bg', 'quiet', 4.5],
  ['bg', 'bad', 4.5],
  ['bg', 'edge', 3],
  ['raised', 'ink', 4.5],
  ['raised', 'quiet', 4.5],
  ['sunken', 'ink', 4.5],
  ['note', 'ink', 4.5],
  ['accent', 'on-accent', 4.5],
];

export interface Contrast {
  token: string;
  on: string;
  /** 1 to 21, rounded down to hundredths; null where one of the colours is none. */
  ratio: number | null;
  least: number;
  isEnough: boolean;
}

/** From 0 to 1 each, of a colour as browsers compute it; undefined where it is transparent or none. */
function channels(color: string): number[] | undefined {
  const [kind, ...rest] = color.match(/[a-z]+|[\d.e-]+/g) ?? [];
  const numbers = rest.filter((it) => /\d/.test(it)).map(Number);
  if (numbers.length !== 3) return undefined;
  return kind === 'rgb' ? numbers.map((it) => it / 255) : numbers;
}

const luminance = (color: number[]) =>
  color
    .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4))
    .reduce((sum, it, i) => sum + it * [0.2126, 0.7152, 0.0722][i]!, 0);

/** As they are in force in this root now. */
export function contrasts(root: ShadowRoot): Contrast[] {
  const probe = document.createElement('i');
  root.append(probe);
  const colourOf = (token: string) => {
    const name = `var(--sobani-${token}${token === 'accent' ? ', #3d5afe' : token === 'on-accent' ? ', #fff' : ''})`;
    // the mix makes one notation of all; what a browser does not know of it, it does not take
    for (const value of [name, `color-mix(in srgb, ${name}, ${name})`]) {
      if (CSS.supports('color', value)) probe.style.setProperty('color', value);
    }
    return channels(getComputedStyle(probe).color);
  };
  const found = PAIRS.map(([on, token, least]): Contrast => {
    const [below, above] = [colourOf(on), colourOf(token)];
    if (!below || !above) return { token, on, ratio: null, least, isEnough: false };
    const [dark, light] = [luminance(below), luminance(above)].sort((a, b) => a - b) as [number, number];
    const exact = (light + 0.05) / (dark + 0.05);
    return { token, on, ratio: Math.floor(exact * 100) / 100, least, isEnough: exact >= least };
  });
  probe.remove();
  return found;
}
