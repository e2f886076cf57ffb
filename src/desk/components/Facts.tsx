import type { Scalar } from '../../types.js';
import { strings } from '../strings.js';

type Fact = readonly [name: string, value: Scalar | undefined];

const shown = (value: string | number | boolean) =>
  typeof value === 'boolean' ? (value ? strings.card.yes : strings.card.no) : String(value);

/** Names and values; what has no value is left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null || value === undefined || value === '' ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{shown(value)}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
