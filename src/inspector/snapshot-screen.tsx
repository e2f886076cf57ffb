import type { JSX } from 'preact';
import { Json } from './json.js';
import type { Held, PartReport, Report } from './report.js';
import { Empty, Fold, type Folds, Pill } from './rows.js';
import { ago, clock, size } from './words.js';

const WHY: Record<Held, string> = {
  'not-granted': 'not granted',
  'switched-off': 'switched off',
  'no-room': 'no room',
};
const TITLES: Record<Held, string> = {
  'not-granted': 'Its category has no consent. Writing grants functional; analytics is granted by consent().',
  'switched-off': 'The visitor keeps it back (consent.off).',
  'no-room': 'The snapshot was over its limit without leaving it out.',
};

/** Of traits, all who told any. */
const sourcesOf = ({ source, each = {} }: PartReport): string =>
  [...new Set([source, ...Object.values(each).map((one) => one.source)])].join(', ');

const Part = ({ part, now, folds }: { part: PartReport; now: number; folds: Folds }): JSX.Element => (
  <Fold
    id={`part/${part.key}`}
    folds={folds}
    value={part.each ? { value: part.value, each: part.each } : part.value}
    class={part.held ? 'held' : ''}
  >
    <code class="name">{part.key}</code>
    <span class="quiet">{sourcesOf(part)}</span>
    <span class="quiet grow">{part.category}</span>
    <time class="quiet" title={clock(part.at)}>
      {ago(part.at, now)}
    </time>
    <span class="number">{size(part.bytes)}</span>
    {part.held ? (
      <span title={TITLES[part.held]}>
        <Pill tone="calm">{WHY[part.held]}</Pill>
      </span>
    ) : (
      <Pill tone="good">leaves</Pill>
    )}
  </Fold>
);

/** What would leave now, and what of all that is known would not. */
export function SnapshotScreen({ report, folds }: { report: Report; folds: Folds }): JSX.Element {
  const { bytes, most, parts, value, sent } = report.snapshot;
  return (
    <>
      <div class="lead">
        <p>
          <strong>{size(bytes)}</strong> <span class="quiet">of {size(most)} would leave now</span>
        </p>
        <meter value={bytes} max={most} high={most * 0.9} aria-label="Size of the snapshot" />
        <p class="quiet">{sent ? `Last left at ${clock(sent.at)}` : 'None has left this page yet'}</p>
      </div>
      <h3>Parts</h3>
      {parts.length ? (
        parts.map((part) => <Part key={part.key} part={part} now={report.at} folds={folds} />)
      ) : (
        <Empty>Nothing is known.</Empty>
      )}
      <h3>As it would leave</h3>
      <Json value={value} />
    </>
  );
}
