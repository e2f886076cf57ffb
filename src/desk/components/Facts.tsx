import type { ComponentChildren } from 'preact';
import type { Scalar } from '../../types.js';
import { strings } from '../strings.js';

type Fact = readonly [name: string, value: Scalar | undefined, note?: ComponentChildren];

const shown = (value: string | number | boolean) =>
  typeof value === 'boolean' ? (value ? strings.card.yes : strings.card.no) : String(value);

/** Names and values, each with a note below it where there is one; what has no value is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value, note], i) =>
        value === null || value === undefined || value === '' ? null : (
          <div key={i}>
            <dt>{name}</dt>
            <dd dir="auto">
              {shown(value)}
              {note && (
                <span class="path" dir="ltr">
                  {note}
                </span>
              )}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
