/** What a step that waits says, and what it offers. Pure. */
import { own } from '../core/match.js';
import type { Json } from '../types.js';
import type { CsatStep, Field, FormStep, Question } from './format-steps.js';
import type { Suggestion } from './state.js';
import {
  type AnyStep,
  addTag,
  type Going,
  handOver,
  keep,
  labelOf,
  leaveFor,
  type Said,
  say,
  speak,
  type Turn,
  valueAt,
  want,
  write,
} from './turn.js';

/** What may be chosen, and what answers the step that follows then. */
export type Offer = [label: string, take: () => Going];

type AnyAsked = { [K in 'type' | 'save' | 'unless']?: Question[K] | undefined };

/** What was said of it already: by its path, or of an address by the trait of its name. */
export function known(turn: Turn, { type, save, unless }: AnyAsked): Json | undefined {
  const path = unless ?? (save && /^(email|phone)$/.test(`${type}`) && `traits.${save}`);
  const value = path ? valueAt(turn, path) : undefined;
  return (value ?? '') === '' ? undefined : (value as Json);
}

/** Fields that are to be filled in. What is known of the others is kept. */
export function fieldsOf(turn: Turn, fields: Field[]): Field[] {
  return fields.filter(({ name, unless }) => {
    const value = known(turn, { unless });
    if (value !== undefined) keep(turn, name, value);
    return value === undefined;
  });
}

/** What belongs to an intent: a step of this flow, another flow, or an answer. Null where it waits, undefined for the next step. */
export function give(
  turn: Turn,
  one: AnyStep,
  it: Omit<Suggestion, 'title'> & { title?: string; confidence?: number },
): Going {
  const { intent, title, confidence = 1, answer, article, flow } = it;
  const { match } = one;
  keep(turn, 'intent', { id: intent, confidence });
  keep(turn, match?.save, intent);
  const step = own(match?.intents, intent);
  if (step) return step;
  const start = flow ? leaveFor(turn, flow) : null;
  if (start !== null) return start;
  if (answer || article) {
    speak(turn, { text: answer ? { en: answer } : undefined, article });
    return match ? one.next : turn.state.at;
  }
  // a suggestion that came without what belongs to it
  return title ? want(turn, { do: 'match', text: title, mode: 'eager' }) : none(turn, one);
}

/** Nothing was found: what the step says, else a person. */
export const none = (turn: Turn, { search, match, ask }: AnyStep): Going =>
  search?.none ?? match?.none ?? ask?.else ?? handOver(turn, { reason: 'no-answer' });

/** What may be pressed at a step, or typed by its label. */
export function offersOf(turn: Turn, one: AnyStep): Offer[] {
  const { word, state } = turn;
  const { search, resolved, ask } = one;
  // where there are people
  const person: Offer[] = word.person ? [[word.person, () => handOver(turn, { reason: 'asked' })]] : [];
  if (state.suggestions) {
    return [...state.suggestions.map((it): Offer => [it.title, () => give(turn, one, it)]), ...person];
  }
  if (search) return [[word.helped, () => search.next], ...person];
  if (resolved) {
    return [
      [word.yes, () => resolved.yes],
      [word.no, () => resolved.no],
    ];
  }
  if (!ask) return [];
  const offers = (ask.options ?? []).map((option): Offer => {
    const label = labelOf(turn, option.label);
    const take = () => {
      keep(turn, ask.save, option.value ?? label);
      addTag(turn, option.tag);
      return option.next ?? one.next;
    };
    return [label, take];
  });
  return ask.required === false ? [...offers, [word.skip, () => one.next]] : offers;
}

/** Says what the step asks, or `text` in place of that, with what it offers. Waits. */
export function prompt(turn: Turn, one: AnyStep, text?: string): null {
  const labels = offersOf(turn, one).map(([label]) => label);
  const said = text ?? question(turn, one);
  const asked = text === undefined && !turn.state.suggestions;
  return say(turn, [
    (asked && one.form && formOf(turn, one.form)) ||
      (one.csat && surveyOf(turn, one.csat)) ||
      (asked && one.ask && pickerOf(turn, one.ask, said, labels)) ||
      (labels.length ? choicesOf(said, labels) : { type: 'text', text: said }),
  ]);
}

/** What a step asks. */
function question(turn: Turn, { match, resolved, ask }: AnyStep): string {
  const { word, state } = turn;
  if (state.suggestions) return write(turn, match?.suggest, word.suggest);
  if (resolved) return write(turn, resolved.text, word.resolved);
  return write(turn, ask?.text, word.pick);
}

export const choicesOf = (text: string, labels: string[]): Said => ({
  type: 'choices',
  text: text || undefined,
  choices: labels.filter(Boolean).map((label, i) => ({ id: `${i + 1}`, label })),
});

/** A question that is answered by choosing from a list or a calendar; undefined for any other. */
function pickerOf(turn: Turn, ask: Question, text: string, labels: string[]): Said | undefined {
  if (!ask.picker) return undefined;
  const asked = { name: ask.save ?? 'answer', label: labelOf(turn, ask.text), text };
  if (ask.type === 'date') return { type: 'date-picker', ...asked };
  const items = labels.map((title) => ({ value: title, title }));
  return items[0] && { type: 'list-picker', ...asked, items };
}

function formOf(turn: Turn, { title, text, submit, fields }: FormStep['form']): Said {
  const shown = fieldsOf(turn, fields).map(({ label, text, options, required = true, unless: _, ...field }) => ({
    ...field,
    // of a message's field it is the other way round
    required: required || undefined,
    label: labelOf(turn, label),
    text: write(turn, text),
    options: options?.map((one) => ({ ...one, label: labelOf(turn, one.label) })),
  }));
  return {
    type: 'form',
    form: turn.state.at,
    text: write(turn, text, shown.map(({ label }) => label).join(', ')),
    title: labelOf(turn, title),
    submit: labelOf(turn, submit),
    fields: shown,
  };
}

const surveyOf = (turn: Turn, { survey = 'csat', text, scale = 'faces' }: CsatStep['csat']): Said => ({
  type: 'survey',
  survey,
  kind: 'csat',
  scale,
  text: write(turn, text, turn.word.csat),
});
