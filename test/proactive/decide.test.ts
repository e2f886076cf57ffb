import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type Moment, wayOf } from '../../src/proactive/decide.js';
import type { Rule, Show, When } from '../../src/proactive/format.js';
import { noted, nothing, type Past, type State, seenAt } from '../../src/proactive/past.js';
import { file, HOUR, MINUTE, NOW, rule, scene } from './rules.js';

const PAGE: Moment = { on: 'page' };
const FRESH = nothing('seed');
const reasons = (...given: Parameters<typeof decide>) => decide(...given).why.map(({ reason }) => reason);
const chosen = (...given: Parameters<typeof decide>) => decide(...given).rule?.id;
/** What was before, with this having become of a rule so long ago. */
const pastWith = (it: Rule, ago: number, ...states: State[]): Past =>
  states.reduce((past, state) => noted(past, it, it.show, state, NOW - ago), FRESH);

describe('a moment', () => {
  const cases: [When, Moment, Moment][] = [
    [{ on: 'page' }, { on: 'page' }, { on: 'cart' }],
    [
      { on: 'event', event: 'declined' },
      { on: 'event', event: 'declined' },
      { on: 'event', event: 'paid' },
    ],
    [{ on: 'frustration' }, { on: 'frustration', signal: 'error' }, { on: 'exit' }],
    [
      { on: 'frustration', signal: 'rage-click' },
      { on: 'frustration', signal: 'rage-click' },
      { on: 'frustration', signal: 'error' },
    ],
    [
      { on: 'frustration', signal: ['rage-click', 'dead-click'] },
      { on: 'frustration', signal: 'dead-click' },
      { on: 'frustration', signal: 'error' },
    ],
    [
      { on: 'scroll', depth: 0.5 },
      { on: 'scroll', from: 0.4, to: 0.5 },
      { on: 'scroll', from: 0.5, to: 0.9 },
    ],
    [
      { on: 'time', seconds: 10 },
      { on: 'time', seconds: 10 },
      { on: 'time', seconds: 20 },
    ],
    [
      { on: 'idle', seconds: 10 },
      { on: 'idle', seconds: 10 },
      { on: 'time', seconds: 10 },
    ],
    [{ on: 'exit' }, { on: 'exit' }, { on: 'page' }],
  ];
  it.each(cases)('of %j is that, and no other', (when, moment, other) => {
    expect(chosen(file(rule({ when })), FRESH, moment, scene())).toBe('hello');
    expect(decide(file(rule({ when })), FRESH, other, scene())).toEqual({ why: [] });
  });
});

describe('of several rules', () => {
  it('the one of the highest priority is shown, and the others wait', () => {
    const all = file(rule({ id: 'low' }), rule({ id: 'high', priority: 2 }), rule({ id: 'middle', priority: 1 }));
    expect(decide(all, FRESH, PAGE, scene()).why).toEqual([
      { rule: 'high', reason: 'shown' },
      { rule: 'middle', reason: 'priority' },
      { rule: 'low', reason: 'priority' },
    ]);
  });

  it('the first of the file is shown among equals', () => {
    expect(chosen(file(rule({ id: 'a' }), rule({ id: 'b' })), FRESH, PAGE, scene())).toBe('a');
  });

  it('one that is held back leaves its place to the next', () => {
    const all = file(rule({ id: 'vip', priority: 1, if: { segments: { $in: ['vip'] } } }), rule({ id: 'all' }));
    expect(chosen(all, FRESH, PAGE, scene())).toBe('all');
    expect(chosen(all, FRESH, PAGE, scene({ data: { segments: ['vip'] } }))).toBe('vip');
  });
});

describe('a rule is held back', () => {
  it.each([
    ['while its condition does not hold', { if: { 'cart.total.amount': { $gte: 5000 } } }, {}, 'condition'],
    ['outside office hours', { hours: { state: 'open' } }, { isOpen: (): boolean => false }, 'hours'],
    [
      'within office hours where it is for outside',
      { hours: { state: 'closed' } },
      { isOpen: (): boolean => true },
      'hours',
    ],
    ['where there are no office hours', { hours: { state: 'closed' } }, {}, 'hours'],
    ['while something else is shown', {}, { showing: 0 }, 'showing'],
    ['while something of more weight is shown', { priority: 1 }, { showing: 2 }, 'showing'],
    ['while a person has the conversation', {}, { isWithPerson: true }, 'person'],
    ['while the panel is open', {}, { isPanelOpen: true }, 'panel'],
    ['while the visitor writes', {}, { isBusy: true }, 'busy'],
    ['where it cannot be shown', {}, { can: () => false }, 'unsupported'],
  ] as const)('%s', (_when, more, how, reason) => {
    expect(reasons(file(rule(more as Partial<Rule>)), FRESH, PAGE, scene(how))).toEqual([reason]);
  });

  it('but not by what is shown with less weight, whose place it takes', () => {
    expect(reasons(file(rule({ priority: 3 })), FRESH, PAGE, scene({ showing: 2 }))).toEqual(['shown']);
  });

  it('but a flow or a hint not by the open panel', () => {
    const shows: Show[] = [{ flow: 'tour' }, { hint: { at: '#card', text: 'Look' } }];
    for (const show of shows) {
      expect(reasons(file(rule({ show })), FRESH, PAGE, scene({ isPanelOpen: true }))).toEqual(['shown']);
    }
  });

  it('asks the hours of the team that it names', () => {
    const isOpen = (team?: string): boolean => team === 'sales';
    const at = (team: string) => file(rule({ hours: { team, state: 'open' } }));
    expect(reasons(at('sales'), FRESH, PAGE, scene({ isOpen }))).toEqual(['shown']);
    expect(reasons(at('support'), FRESH, PAGE, scene({ isOpen }))).toEqual(['hours']);
  });
});

describe('a person is left in peace', () => {
  const long = 3 * HOUR;
  it.each([
    ['by default after they dismissed it', {}, ['shown', 'dismissed'], 'over'],
    ['by default after they used it', {}, ['shown', 'engaged'], 'over'],
    ['by default not after they only saw it', {}, ['shown'], 'shown'],
    ['until seen: once they saw it', { until: 'seen' }, ['shown'], 'over'],
    ['until seen: also by a way that shows nothing', { until: 'seen' }, ['withheld'], 'over'],
    ['until engaged: not by dismissing it', { until: 'engaged' }, ['shown', 'dismissed'], 'shown'],
    ['until engaged: once they used it', { until: 'engaged' }, ['shown', 'engaged'], 'over'],
    ['with every: not by dismissing it', { every: 1 }, ['shown', 'dismissed'], 'shown'],
    ['with every: for so many hours', { every: 4 }, ['shown'], 'every'],
    ['with most: after so many showings', { most: 2 }, ['shown', 'shown'], 'most'],
    ['a flow has been seen when it has started', { show: { flow: 'tour' } }, ['shown'], 'over'],
  ] as const)('%s', (_how, more, states, reason) => {
    const own = rule(more as Partial<Rule>);
    expect(reasons(file(own), pastWith(own, long, ...states), PAGE, scene())).toEqual([reason]);
  });

  it('for half an hour after anything was shown, unless the file says another time', () => {
    const other = rule({ id: 'other' });
    const all = file(rule());
    expect(reasons(all, pastWith(other, 29 * MINUTE, 'shown'), PAGE, scene())).toEqual(['limits']);
    expect(reasons(all, pastWith(other, 30 * MINUTE, 'shown'), PAGE, scene())).toEqual(['shown']);
    const quick = { ...all, limits: { minutes: 0 } };
    expect(reasons(quick, pastWith(other, MINUTE, 'shown'), PAGE, scene())).toEqual(['shown']);
  });

  it('after three showings in one visit, unless the file says another number', () => {
    const past = pastWith(rule({ id: 'other' }), HOUR, 'shown', 'shown', 'shown');
    expect(reasons(file(rule()), past, PAGE, scene())).toEqual(['limits']);
    expect(reasons({ ...file(rule()), limits: { visit: 4 } }, past, PAGE, scene())).toEqual(['shown']);
  });

  it('and counts anew in their next visit', () => {
    const past = seenAt(pastWith(rule({ id: 'other' }), HOUR, 'shown', 'shown', 'shown'), NOW - 31 * MINUTE);
    expect(reasons(file(rule()), seenAt(past, NOW - MINUTE), PAGE, scene())).toEqual(['shown']);
    expect(seenAt(seenAt(past, NOW), NOW + 29 * MINUTE).visit).toBe(0);
  });

  it('but not by the limits over all where the trouble is there now', () => {
    const urgent = rule({ ignoreLimits: true });
    expect(reasons(file(urgent), pastWith(rule({ id: 'other' }), MINUTE, 'shown'), PAGE, scene())).toEqual(['shown']);
  });

  it('and a clock that was put back does not silence a rule for years', () => {
    const past = pastWith(rule({ id: 'other' }), -1000 * HOUR, 'shown');
    expect(reasons(file(rule({ every: 1 })), past, PAGE, scene())).toEqual(['shown']);
  });
});

describe('a split', () => {
  const ways = [
    { name: 'short', weight: 1 },
    { name: 'long', weight: 1, show: { teaser: { text: 'Hello, and welcome' } } },
    { name: 'none', weight: 2, show: null },
  ];
  const split = rule({ split: { ways } });

  it('draws the same way for the same visitor, whenever it is asked', () => {
    fc.assert(
      fc.property(fc.string(), (visitor) => {
        expect(wayOf(split, FRESH, visitor)).toEqual(wayOf(split, nothing('another'), visitor));
      }),
    );
  });

  it('draws each way as often as its weight', () => {
    const count: Record<string, number> = {};
    for (let i = 0; i < 4_000; i++) {
      const { way } = wayOf(split, nothing(`visitor-${i}`));
      count[way!] = (count[way!] ?? 0) + 1;
    }
    expect(count.short! / 1_000).toBeCloseTo(1, 0);
    expect(count.long! / 1_000).toBeCloseTo(1, 0);
    expect(count.none! / 2_000).toBeCloseTo(1, 0);
  });

  it('keeps whoever has seen a way on it, when they become known and when weights change', () => {
    const past = noted(FRESH, split, undefined, 'shown', NOW, 'none');
    const changed = rule({ split: { ways: ways.map((way) => ({ ...way, weight: way.name === 'none' ? 0 : 1 })) } });
    expect(wayOf(changed, past, 'someone')).toEqual({ way: 'none' });
  });

  it('shows what the way has, else what the rule has, and nothing where it says null', () => {
    const by = (name: string) => wayOf(split, noted(FRESH, split, undefined, 'shown', NOW, name));
    expect(by('short').show).toEqual(split.show);
    expect(by('long').show).toEqual(ways[1]!.show);
    expect(by('none').show).toBeUndefined();
  });

  it('names a way without a name by its number', () => {
    const plain = rule({ split: { ways: [{ weight: 0 }, { weight: 1 }] } });
    expect(wayOf(plain, FRESH).way).toBe('2');
  });
});

it('never shows two at once, and always says why of each rule of the moment, whatever the rules are', () => {
  const rules = fc.array(
    fc.record({
      priority: fc.integer({ min: -3, max: 3 }),
      every: fc.constantFrom(undefined, 0, 1),
      until: fc.constantFrom(undefined, 'seen' as const, 'engaged' as const),
      ignoreLimits: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const flags = fc.record({ isBusy: fc.boolean(), showing: fc.constantFrom(undefined, 5), isWithPerson: fc.boolean() });
  fc.assert(
    fc.property(rules, flags, (given, how) => {
      const all = file(...given.map((more, i) => rule({ ...(more as Partial<Rule>), id: `r${i}` })));
      const decision = decide(all, FRESH, PAGE, scene(how));
      expect(decision.why).toHaveLength(given.length);
      const shown = decision.why.filter(({ reason }) => reason === 'shown');
      expect(shown).toHaveLength(given.length && !how.isBusy && how.showing === undefined && !how.isWithPerson ? 1 : 0);
    }),
  );
});
