/** Why each rule of the rules file has shown something or not, in words. Pure. */
import type { Condition } from '../core/match.js';
import { type Unmet, unmet } from '../core/unmet.js';
import type { Json } from '../types.js';

/** What the rules are judged by, as they are looked at. */
export interface RulesSeen {
  rules: readonly RuleSeen[];
  /** The last moments at which rules were looked at, the latest last. */
  moments: readonly { at: number; on: string; why: readonly { rule: string; reason: string; way?: string }[] }[];
  past: { rules: Readonly<Record<string, { count: number; at: number; way?: string }>> };
  /** What conditions ask, as it is now. */
  data: unknown;
}

interface RuleSeen {
  id: string;
  when: object & { on: string };
  if?: Condition;
  hours?: { team?: string; state: string };
  until?: string;
  most?: number;
  every?: number;
  split?: { ways: readonly { name?: string; show?: object | null }[] };
}

export interface RuleReport {
  id: string;
  /** Its moment. */
  when: string;
  /** Of the last such moment; null where there was none. */
  at: number | null;
  reason: string | null;
  why: string;
  /** Of its condition, what does not hold now. */
  unmet: (Omit<Unmet, 'is'> & { is: Json; isHeld: boolean })[];
  count: number;
  way: string | null;
}

const WHY: Record<string, string> = {
  condition: 'its condition did not hold',
  hours: 'the office hours did not fit',
  over: 'it is over for this person',
  most: 'it was shown as often as it may be',
  every: 'it was shown too short a time ago',
  limits: 'the limits over all rules were reached',
  showing: 'something of its priority or a higher one was on screen',
  person: 'a person has the conversation, or was asked for',
  panel: 'the panel was open',
  unsupported: 'it needs flows, help or surveys, which this page has not',
  busy: 'the visitor was writing, or did not see the page',
  priority: 'another rule came first',
  shown: 'it was shown',
};

function wordsFor(
  rule: RuleSeen,
  moment: RulesSeen['moments'][number],
  { reason, way }: { reason: string; way?: string },
) {
  const { hours, most, every, until } = rule;
  if (reason === 'hours' && hours) return `${hours.team ?? 'the office'} was not ${hours.state}, or has no hours`;
  if (reason === 'most') return `it was shown ${most} times, as often as it may be`;
  if (reason === 'every') return `it was shown less than ${every} hours ago`;
  if (reason === 'over') return `it is over for this person${until ? `: they have ${until}` : ''}`;
  if (reason === 'priority') {
    const first = moment.why.find((one) => one.reason === 'shown')?.rule;
    return first ? `${first} came first` : WHY.priority!;
  }
  const drawn = rule.split?.ways.find(({ name }, i) => (name ?? `${i + 1}`) === way);
  if (reason === 'shown' && drawn?.show === null) return `the way ${way} shows nothing, to compare with`;
  return WHY[reason] ?? reason;
}

/** `held`: keys of what is known, and kept back because the visitor has not agreed to it. */
export function reportRules({ rules, moments, past, data }: RulesSeen, held: ReadonlySet<string>): RuleReport[] {
  return rules.map((rule) => {
    const { on, ...more } = rule.when;
    const moment = [...moments].reverse().find(({ why }) => why.some((one) => one.rule === rule.id));
    const said = moment?.why.find((one) => one.rule === rule.id);
    const kept = Object.hasOwn(past.rules, rule.id) ? past.rules[rule.id] : undefined;
    return {
      id: rule.id,
      when: [on, ...Object.values(more)].flat().join(' '),
      at: moment?.at ?? null,
      reason: said?.reason ?? null,
      why: moment && said ? wordsFor(rule, moment, said) : 'its moment has not come since the page was loaded',
      unmet: unmet(rule.if ?? {}, data).map(({ path, wants, is }) => ({
        ...{ path, wants, is: (is ?? null) as Json },
        isHeld: is === undefined && held.has(path.split('.')[0]!),
      })),
      count: kept?.count ?? 0,
      way: said?.way ?? kept?.way ?? null,
    };
  });
}
