import { SobaniError } from '../../core/errors.js';
import type { Store } from '../../core/store.js';
import { last } from '../../theme/adopt.js';

/** The host's own style sheet and font, with the options `styles` and `font`. Returns the undo. */
export function attachLooks(store: Store, root: ShadowRoot, onError: (error: SobaniError) => void): () => void {
  const { style } = root.host as HTMLElement;
  const drop = () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((it) => !last.has(it));
    last.clear();
  };
  const unsubscribe = store.options.subscribe(({ styles, font }) => {
    const family = font === 'inherit' ? getComputedStyle(document.body).fontFamily : font;
    if (family) style.setProperty('--sobani-font', family);
    else style.removeProperty('--sobani-font');
    if (styles ? last.has(styles) : !last.size) return;
    drop();
    if (!styles) return;
    try {
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, styles];
      last.add(styles);
    } catch {
      onError(new SobaniError('invalid', 'It must be made with new CSSStyleSheet() in this page.', { path: 'styles' }));
    }
  });
  return () => {
    unsubscribe();
    drop();
  };
}
