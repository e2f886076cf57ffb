import { useMemo } from 'preact/hooks';
import type { Emoji } from './emoji.js';

interface Props {
  row: readonly Emoji[];
  /** The first of all, where Tab leads to. */
  isFirst: boolean;
  onPick(char: string): void;
}

/** A line of the grid. There are hundreds, and they stay as they are while one searches. */
export function Row({ row, isFirst, onPick }: Props) {
  return useMemo(
    () => (
      // biome-ignore lint/a11y/useSemanticElements: a grid, not a table of data
      // biome-ignore lint/a11y/useFocusableInteractive: its cells have the focus
      <div role="row">
        {row.map(({ char, name }, i) => (
          // biome-ignore lint/a11y/useSemanticElements: a grid, not a table of data
          <button
            key={char}
            type="button"
            role="gridcell"
            tabIndex={isFirst && !i ? 0 : -1}
            aria-label={name}
            title={name}
            onClick={() => onPick(char)}
          >
            {char}
          </button>
        ))}
      </div>
    ),
    [row, isFirst],
  );
}
