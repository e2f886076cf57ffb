import type { ComponentChildren } from 'preact';
import { safeHref } from '../format.js';

interface Props {
  url: string;
  /** What a relative address counts from. */
  base?: string;
  class?: string;
  children: ComponentChildren;
}

/** A link to a web page in a new tab; plain text when the address is anything else. */
export function Link({ url, base, class: name, children }: Props) {
  const href = safeHref(url, base);
  if (!href) return <span class={name}>{children}</span>;
  return (
    <a class={name} href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
    </a>
  );
}
