import type { Scene } from '../../src/proactive/decide.js';
import type { Rule, RulesFile } from '../../src/proactive/format.js';

export const NOW = Date.UTC(2026, 10, 20, 10);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A rule that greets on every page, but for what is given. */
export const rule = (more: Partial<Rule> = {}): Rule => ({
  id: 'hello',
  when: { on: 'page' },
  show: { teaser: { text: 'Hello' } },
  ...more,
});

export const file = (...rules: Rule[]): RulesFile => ({ v: 1, rules });

/** Nothing is in the way. */
export const scene = (more: Partial<Scene> = {}): Scene => ({
  now: NOW,
  data: {},
  isBusy: false,
  isWithPerson: false,
  isPanelOpen: false,
  isOpen: () => undefined,
  ...more,
});
