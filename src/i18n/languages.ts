import type { Strings } from './en-screens.js';

/** Every language but English, which is always there. A new one is its file and its line here. */
export const languages: Record<string, () => Promise<{ strings: Strings }>> = {
  ja: () => import('./ja.js'),
};
