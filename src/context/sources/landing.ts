import { readPage, reportedUrl } from '../page.js';
import type { Source } from '../source.js';
import { plainText } from './plain-text.js';

export interface Landing {
  /** Origin and path at which this page was loaded. */
  url: string;
  /** Of the address at that time, as `utm_source` and the like name them. */
  source?: string;
  medium?: string;
  campaign?: string;
  term?: string;
  content?: string;
  /** Whose advertisement it was. The click's own id is not taken. */
  ad?: 'google' | 'meta' | 'microsoft';
  /** Origin, where it was another. */
  referrer?: string;
}

const UTM = ['source', 'medium', 'campaign', 'term', 'content'] as const;
const ADS = [
  ['gclid', 'google'],
  ['fbclid', 'meta'],
  ['msclkid', 'microsoft'],
] as const;

/** Pure but for the referrer. @param href the address at which the page was loaded */
export function readLanding(href: string): Landing {
  const { searchParams } = new URL(href);
  const landing: Landing = { url: reportedUrl(href, {}).slice(0, 512) };
  for (const name of UTM) {
    const value = plainText(searchParams.get(`utm_${name}`), 100);
    if (value) landing[name] = value;
  }
  const ad = ADS.find(([id]) => searchParams.has(id));
  if (ad) landing.ad = ad[1];
  const { referrer } = readPage({});
  if (referrer) landing.referrer = referrer;
  return landing;
}

/** Tells `landing` once: how they came to this page load, whatever a router has made of the address since. */
export const landingSource = (): Source => ({
  name: 'landing',
  category: 'analytics',
  start(tell, { isLater }) {
    // it is how whoever was here before came
    if (isLater) return () => {};
    const [loaded] = performance.getEntriesByType('navigation');
    tell({ landing: readLanding(loaded?.name || location.href) });
    return () => {};
  },
});
