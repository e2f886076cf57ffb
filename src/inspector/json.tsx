/** A value as JSON, coloured by what stands where. */
import type { JSX } from 'preact';

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.e+-]*|\b(?:true|false|null)\b/gi;

export function Json({ value }: { value: unknown }): JSX.Element {
  const text = JSON.stringify(value, null, 2) ?? 'undefined';
  const out: (string | JSX.Element)[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKENS)) {
    const [all, string, colon] = match;
    out.push(text.slice(from, match.index));
    const shown = string ?? all;
    out.push(<span class={colon ? 'key' : string ? 'string' : 'scalar'}>{shown}</span>);
    from = match.index + shown.length;
  }
  return (
    <pre>
      {out}
      {text.slice(from)}
    </pre>
  );
}

/** The same in one line, cut short. */
export const brief = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};
