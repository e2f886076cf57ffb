/**
 * The text colour for a background of `hex` (`#rgb` or `#rrggbb`): at least 4.5:1 by WCAG on every colour.
 * Pure black, since with any lighter one there are colours on which neither it nor white is readable.
 */
export function onAccent(hex: string): '#fff' | '#000' {
  const step = hex.length > 4 ? 2 : 1;
  const light = [0.2126, 0.7152, 0.0722].reduce(
    (sum, weight, i) =>
      sum +
      // sRGB to linear; its straight foot below 4 % is left out, which adds less than 0.001
      weight * ((Number.parseInt(hex.substr(1 + i * step, step), 16) / (16 ** step - 1) + 0.055) / 1.055) ** 2.4,
    0,
  );
  return light > 0.1833 ? '#000' : '#fff';
}
