/** Those of the first look; the others come with `screens`. */
export const BACK = 'm15 5-7 7 7 7';
export const CLOSE = 'm6 6 12 12M18 6 6 18';
export const SEND = 'M12 19V5m-6 6 6-6 6 6';
export const NEXT = 'm9 5 7 7-7 7';
export const PEN = 'm5 19 1-4L16 5l3 3L9 18l-4 1Z';

/** A drawing of 24 × 24 in the colour of the text. `flip`: it points along the line, so right-to-left mirrors it. */
export const Icon = ({ d, flip }: { d: string; flip?: boolean }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" class={flip ? 'flip' : ''}>
    <path d={d} />
  </svg>
);
