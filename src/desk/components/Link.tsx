import type { ComponentChildren } from 'preact';
import { safeUrl } from '../../core/url.js';

interface Props {
  url: string;
  /** What a relative address counts from. */
  base?: string;
  class?: string;
  children: ComponentChildren;
}

/** A link to the web, mail or a telephone, in a new tab; plain text when the address is anything else. */
export function Link({ url, base, class: name, children }: Props) {
  const href = safeUrl(url, base)?.href;
  if (!href) return <span class={name}>{children}</span>;
  return (
    <a class={name} href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
    </a>
  );
}
