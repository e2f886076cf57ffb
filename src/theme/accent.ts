/**
 * The text colour for a background of `hex` (`#rgb` or `#rrggbb`): at least 4.5:1 by WCAG on every colour.
 * Pure black, since with any lighter one there are colours on which neither it nor white is readable.
 */
export function onAccent(hex: string): '#fff' | '#000' {
  const step = hex.length > 4 ? 2 : 1;
  const light = [0.2126, 0.7152, 0.0722].reduce(
    // sRGB to linear, nearly: as it is, the limit below is right for each of the 16,777,216 colours
    (sum, weight, i) => sum + weight * (Number(`0x${hex.substr(1 + i * step, step)}`) / (16 ** step - 1)) ** 2.2,
    0,
  );
  return light > 0.18 ? '#000' : '#fff';
}
