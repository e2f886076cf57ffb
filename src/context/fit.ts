/** Makes a snapshot fit into what a back end takes: whole parts go, the least telling first, and never half of one. */
import type { Snapshot } from '../types.js';

/**
 * In this order the parts give way; `x-` is all that the host's own sources told. What the host has set comes last. The
 * published schema says the same by `x-gives-way`.
 */
export const GIVES_WAY = [
  ...['journey', 'x-', 'signals', 'device', 'landing', 'questions', 'breadcrumbs', 'visits', 'articles', 'searches'],
  ...['segments', 'events', 'product', 'about', 'attributes', 'order', 'company', 'traits', 'cart'],
] as const;

/** These lose their oldest first. */
const LISTS = /^(journey|articles|searches|events)$/;
/** Before what the host has set does, the page is told in fewer words. */
const FIRST_SET = GIVES_WAY.indexOf('attributes');

const bytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

const originOf = (url: string): string => {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
};

/**
 * The same snapshot with as much left out as it takes to have at most `most` bytes of UTF-8 as JSON; what is given stays as
 * it is. What remains is whole and valid: lists lose their oldest, everything else goes or stays. In the end there are the
 * page's origin and the languages, which never go, so that it may be larger than less than some 200 bytes.
 */
export function fitSnapshot(given: Snapshot, most: number): Snapshot {
  const shot = { ...given, page: { ...given.page } } as Snapshot & Record<string, unknown>;
  if (given.about) shot.about = { ...given.about };
  const isOver = () => bytes(shot) > most;
  const drop = (key: string) => {
    delete shot[key];
    if (shot.about) delete shot.about[key];
  };
  for (const [i, name] of GIVES_WAY.entries()) {
    if (i === FIRST_SET && isOver()) {
      delete shot.page.referrer;
      Object.assign(shot.page, { url: originOf(shot.page.url), title: '' });
    }
    for (const key of name === 'x-' ? Object.keys(given).filter((one) => one.startsWith(name)) : [name]) {
      if (!isOver()) return shot;
      if (LISTS.test(key) && Array.isArray(shot[key])) {
        const list = (shot[key] as unknown[]).slice();
        shot[key] = list;
        while (list.length && isOver()) list.shift();
        if (list.length) continue;
      }
      drop(key);
    }
  }
  return shot;
}
