import type { ComponentChildren } from 'preact';
import { linkTo } from '../kit/url.js';

/** A link under words of the author's. Where they look like an address, and are not this one, it says where it leads. */
export function LinkTo({ url, label, children }: { url: URL; label: string; children: ComponentChildren }) {
  const to = url.host || url.pathname;
  const isOther = /\S\.\p{L}{2}|:\/\/|@/u.test(label) && !label.toLowerCase().includes(to);
  return (
    <a {...linkTo(url)}>
      {children}
      {isOther && <bdi> ({to})</bdi>}
    </a>
  );
}
