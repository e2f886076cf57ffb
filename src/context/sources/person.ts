import { createScope } from '../scope.js';
import type { Source } from '../source.js';

export interface Device {
  /** BCP 47, the preferred first, at most 5. */
  languages: string[];
  /** IANA name. */
  timeZone?: string;
  /** CSS pixels, to the nearest ten. */
  viewport: { width: number; height: number };
  /** There is a coarse pointer. */
  touch: boolean;
  colorScheme: 'light' | 'dark';
  reducedMotion: boolean;
  /** Family only: `macOS`, `Android`. */
  platform?: string;
  mobile: boolean;
}

interface ClientHints {
  platform: string;
  mobile: boolean;
}

const FAMILIES: [RegExp, string][] = [
  [/iP(hone|ad|od)/, 'iOS'],
  [/Android/, 'Android'],
  [/CrOS/, 'Chrome OS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
];
const DARK = '(prefers-color-scheme: dark)';

const isMedia = (query: string) => matchMedia(query).matches;
const tens = (pixels: number) => Math.round(pixels / 10) * 10;

/** By what every page is told anyway. Nothing that only tells devices apart is asked. */
export function readDevice(): Device {
  const { languages, userAgent, userAgentData: hints } = navigator as Navigator & { userAgentData?: ClientHints };
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const platform = hints?.platform || FAMILIES.find(([pattern]) => pattern.test(userAgent))?.[1];
  return {
    languages: languages.slice(0, 5),
    ...(timeZone && { timeZone }),
    viewport: { width: tens(innerWidth), height: tens(innerHeight) },
    touch: isMedia('(any-pointer: coarse)'),
    colorScheme: isMedia(DARK) ? 'dark' : 'light',
    reducedMotion: isMedia('(prefers-reduced-motion: reduce)'),
    ...(platform && { platform }),
    mobile: hints?.mobile ?? /Mobi/.test(userAgent),
  };
}

/** Tells `device`, and again when the window's size or the colour scheme has changed. */
export const personSource = (): Source => ({
  name: 'device',
  category: 'functional',
  start(tell, host) {
    const scope = createScope(host);
    // the size is laid out when it is asked for, so not while it changes
    const readSoon = scope.soon(() => tell({ device: readDevice() }));
    readSoon();
    scope.on('resize', readSoon);
    scope.on('change', readSoon, matchMedia(DARK));
    return scope.end;
  },
});
