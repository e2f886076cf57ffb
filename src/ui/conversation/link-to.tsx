import type { ComponentChildren } from 'preact';
import { hostBehind } from '../../core/markdown.js';
import { linkTo } from '../kit/url.js';

/** A link under words of the author's. Where they look like an address, and are not this one, it says where it leads. */
export function LinkTo({ url, label, children }: { url: URL; label: string; children: ComponentChildren }) {
  const host = hostBehind(url, label);
  return (
    <a {...linkTo(url)}>
      {children}
      {host && <bdi> ({host})</bdi>}
    </a>
  );
}
