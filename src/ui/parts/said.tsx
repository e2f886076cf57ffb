import { text } from '../kit/gate.js';

/** What is said above a part. The lines that follow the first are for whoever cannot draw it. */
export const firstLine = (words: unknown): string => text(words).split('\n', 1)[0]!.trim();

export function Said({ words }: { words: unknown }) {
  const line = firstLine(words);
  return line ? (
    <p class="bubble" dir="auto">
      {line}
    </p>
  ) : null;
}
