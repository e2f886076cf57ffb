import type { Options, PageContext } from '../types.js';
import type { Scope } from './scope.js';

export type UrlRules = Pick<Options, 'urlParams' | 'urlHash'>;

/** Origin and path, with only those parts of query and hash that the host allows. Never credentials. */
export function reportedUrl(href: string, { urlParams = [], urlHash = false }: UrlRules): string {
  const url = new URL(href);
  const names = typeof urlParams === 'string' ? urlParams.split(/[\s,]+/) : urlParams;
  const query = names.flatMap((name) => url.searchParams.getAll(name).map((value) => [name, value]));
  const search = query[0] ? `?${new URLSearchParams(query)}` : '';
  return `${url.origin}${url.pathname}${search}${urlHash ? url.hash : ''}`.slice(0, 2048);
}

/** The page on which the customer is now. */
export function readPage(rules: UrlRules): PageContext {
  // on a server there is none
  if (!globalThis.window) return { url: 'about:blank', title: '', language: 'en' };
  const page: PageContext = {
    url: reportedUrl(location.href, rules),
    title: document.title.slice(0, 512),
    language: document.documentElement.lang || navigator.language,
  };
  if (document.referrer) {
    const { origin } = new URL(document.referrer);
    // an app's own scheme has none
    if (origin !== location.origin && origin !== 'null') page.referrer = origin;
  }
  return page;
}

/**
 * Calls back, until the scope ends, when a single-page site has gone to another URL. By the Navigation API where there is
 * one; elsewhere the address is compared when something may have changed it. The History API is never wrapped.
 */
export function watchUrl(scope: Scope, onChange: () => void): void {
  if (!globalThis.window) return;
  let last = location.href;
  const compare = () => {
    if (location.href === last) return;
    last = location.href;
    onChange();
  };
  const { navigation } = window as unknown as { navigation?: EventTarget };
  if (navigation) scope.on('currententrychange', compare, navigation);
  else {
    scope.on('popstate hashchange visibilitychange', compare);
    scope.on('click submit', () => scope.after(0, compare));
  }
}
