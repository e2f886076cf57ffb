import type { Strings } from './en-screens.js';

/** Every language but English, which is always there. A new one is its file and its line here, by its BCP 47 language. */
export const languages: Record<string, () => Promise<{ strings: Strings }>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  pt: () => import('./pt-br.js'),
  zh: () => import('./zh-hans.js'),
};
