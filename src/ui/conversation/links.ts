import { safeUrl } from '../../core/url.js';

/** A run of text, or a link in it. */
export type Run = string | { url: URL; label: string };

/** Marks that turn the direction of what follows: in a label they could make one address look like another. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const CANDIDATE = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"“”、。，！？（）「」『』【】]+/gi;
const TRAILING = /[.,;:!?'’…)\]}]/;

/** Finds the links in plain text. A label always shows the host that the browser will go to. */
export function runs(text: string): Run[] {
  const found: Run[] = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(CANDIDATE)) {
    let address = match;
    // a closing bracket belongs to the address only when it also opened there
    while (TRAILING.test(address.at(-1)!) && !(address.endsWith(')') && address.includes('(')))
      address = address.slice(0, -1);
    const label = address.replace(BIDI, '');
    const url = safeUrl(label);
    if (!url) continue;
    found.push(text.slice(end, index), {
      url,
      label: label.toLowerCase().includes(url.host) ? label : url.href,
    });
    end = index + address.length;
  }
  found.push(text.slice(end));
  return found;
}
