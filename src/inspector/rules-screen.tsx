/** Which rules have spoken, and why the others have not. */
import type { JSX } from 'preact';
import { brief } from './json.js';
import type { Report } from './report.js';
import { Empty, Facts, Pill, type Tone } from './rows.js';
import type { RuleReport } from './rules.js';
import { clock, plural } from './words.js';

const toneOf = ({ reason }: RuleReport): Tone =>
  reason === 'shown' ? 'good' : reason === null ? 'calm' : reason === 'condition' ? 'wait' : 'bad';

export function RulesScreen({ report }: { report: Report }): JSX.Element {
  const { file, seen } = report.rules;
  return (
    <>
      <Facts
        of={[
          ['rules', file ? <code>{file}</code> : <span class="quiet">the option rules is not set</span>],
          ['in force', seen ? plural(seen.length, 'rule') : <span class="quiet">none: see the error events</span>],
        ]}
      />
      {seen?.map((rule) => (
        <Rule key={rule.id} rule={rule} />
      ))}
      {seen && !seen.length && <Empty>The file has no rules.</Empty>}
    </>
  );
}

function Rule({ rule }: { rule: RuleReport }): JSX.Element {
  const { id, when, at, reason, why, unmet, count, way } = rule;
  return (
    <section class="rule">
      <p class="row">
        <code class="name">{id}</code>
        <code class="quiet grow cut">{when}</code>
        {way !== null && <code class="quiet">{`way ${way}`}</code>}
        {count > 0 && <span class="number">{`shown ${count}×`}</span>}
        <Pill tone={toneOf(rule)}>{reason ?? 'not yet'}</Pill>
      </p>
      <p class="quiet">
        {at !== null && <time>{`${clock(at)} `}</time>}
        {why}
      </p>
      {unmet.map(({ path, wants, is, isHeld }) => (
        <p class="row" key={path}>
          <code>{path}</code>
          <code class="quiet grow cut">{`wants ${brief(wants)}`}</code>
          <span class="quiet">
            {isHeld ? 'kept back: the visitor has not agreed' : path[0] === '$' ? 'does not hold' : `is ${brief(is)}`}
          </span>
        </p>
      ))}
    </section>
  );
}
