import type { ComponentChildren } from 'preact';
import { Hint } from './Hint.js';

interface Props {
  title: string;
  /** A short word after the title, and what it means. */
  mark?: { text: string; why: string; verified?: boolean };
  children: ComponentChildren;
}

export function Section({ title, mark, children }: Props) {
  return (
    <section class="card-section">
      <h3>
        {title}
        {mark && (
          <Hint text={mark.why}>
            <span class={mark.verified ? 'mark verified' : 'mark'}>{mark.text}</span>
          </Hint>
        )}
      </h3>
      {children}
    </section>
  );
}
