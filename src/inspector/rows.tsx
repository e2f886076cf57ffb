/** What the screens of the inspector are made of. */
import type { ComponentChildren, JSX } from 'preact';
import { Json } from './json.js';

/** Which rows are open, by key, on whichever screen. */
export interface Folds {
  has(key: string): boolean;
  flip(key: string, isOpen: boolean): void;
}

interface FoldProps {
  id: string;
  folds: Folds;
  value: unknown;
  children: ComponentChildren;
  class?: string;
}

/** A line that opens to the whole value. That is drawn only then: there may be hundreds. */
export const Fold = ({ id, folds, value, children, class: name = '' }: FoldProps): JSX.Element => (
  <details class={name} open={folds.has(id)} onToggle={({ currentTarget }) => folds.flip(id, currentTarget.open)}>
    <summary>{children}</summary>
    {folds.has(id) && <Json value={value} />}
  </details>
);

export type Tone = 'good' | 'bad' | 'wait' | 'calm';

export const Pill = ({ tone, children }: { tone: Tone; children: ComponentChildren }): JSX.Element => (
  <span class={`pill ${tone}`}>{children}</span>
);

/** Names with what they are. */
export const Facts = ({ of }: { of: [name: string, value: ComponentChildren][] }): JSX.Element => (
  <dl>
    {of.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

export const Empty = ({ children }: { children: ComponentChildren }): JSX.Element => <p class="empty">{children}</p>;
