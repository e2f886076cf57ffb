import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  text: string;
  children: ComponentChildren;
}

/** Something whose explanation shows on hover and on focus. */
export function Hint({ text, children }: Props) {
  const id = useId();
  return (
    <span class="hint">
      <button type="button" class="hint-on" aria-describedby={id}>
        {children}
      </button>
      <span class="hint-text" role="tooltip" id={id}>
        {text}
      </span>
    </span>
  );
}
