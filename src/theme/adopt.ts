/** A sheet of the host's: it stays the last one, so that it wins. */
export const last = new Set<CSSStyleSheet>();

/** Gives a style sheet to a shadow root, once however often it is asked. No markup, so it works under a strict CSP. */
export function adopt(root: ShadowRoot, sheet: CSSStyleSheet): void {
  const all = root.adoptedStyleSheets;
  if (!all.includes(sheet)) root.adoptedStyleSheets = [...all.filter((it) => !last.has(it)), sheet, ...last];
}

/** Whatever is of a text's size in it grows with the size that the visitor chose. */
export function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    css.replace(/(font|line-height)[^;{}]*/g, (rule) => rule.replace(/[\d.]+px/g, 'calc($&*var(--sobani-scale,1))')),
  );
  return sheet;
}
