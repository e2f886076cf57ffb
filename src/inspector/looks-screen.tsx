import type { JSX } from 'preact';
import type { Report } from './report.js';
import { Empty, Pill } from './rows.js';

/** The colours in force, as far as one is read on another. */
export function LooksScreen({ report }: { report: Report }): JSX.Element {
  return (
    <>
      {report.looks.map(({ token, on, ratio, least, isEnough }) => (
        <p class="row" key={token + on}>
          <code class="grow">
            --sobani-{token} on --sobani-{on}
          </code>
          <span class="quiet">at least {least}</span>
          <Pill tone={isEnough ? 'good' : 'bad'}>{ratio ?? 'no colour'}</Pill>
        </p>
      ))}
      <Empty>Contrast by WCAG 2, in the theme that is shown now.</Empty>
    </>
  );
}
