/** What a step that waits says, and what it offers. Pure. */
import type { Json, Part } from '../types.js';
import type { CsatStep, Field, FormStep, Question } from './format-steps.js';
import type { Suggestion } from './state.js';
import type { AnyStep, Going, Turn } from './turn.js';

export interface Offer {
  label: string;
  /** Answers the step that follows. */
  take(): Going;
}

type AnyAsked = { [K in 'type' | 'save' | 'unless']?: Question[K] | undefined };

/** What was said of it already: by its path, or of an address by the trait of its name. */
export function known(turn: Turn, { type, save, unless }: AnyAsked): Json | undefined {
  const path = unless ?? (save && /^(email|phone)$/.test(`${type}`) && `traits.${save}`);
  const value = path ? turn.value(path) : undefined;
  return (value ?? '') === '' ? undefined : (value as Json);
}

/** Fields that are to be filled in. What is known of the others is kept. */
export function fieldsOf(turn: Turn, fields: Field[]): Field[] {
  return fields.filter(({ name, unless }) => {
    const value = known(turn, { unless });
    if (value !== undefined) turn.keep(name, value);
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
  turn.keep('intent', { id: intent, confidence });
  turn.keep(match?.save, intent);
  if (match?.intents && Object.hasOwn(match.intents, intent)) return match.intents[intent]!;
  const start = flow ? turn.enter(flow) : null;
  if (start !== null) {
    delete turn.state.stack;
    return start;
  }
  if (answer || article) {
    turn.speak({ ...(answer && { text: { en: answer } }), ...(article && { article }) });
    return match ? one.next : turn.state.at;
  }
  if (!title) return none(turn, one);
  // a suggestion that came without what belongs to it
  turn.effects.push({ do: 'match', text: title, mode: 'eager' });
  return null;
}

/** Nothing was found: what the step says, else a person. */
export const none = (turn: Turn, { search, match, ask }: AnyStep): Going =>
  search?.none ?? match?.none ?? ask?.else ?? turn.handOver({ reason: 'no-answer' });

/** What may be pressed at a step, or typed by its label. */
export function offersOf(turn: Turn, one: AnyStep): Offer[] {
  const { word, state } = turn;
  const { search, resolved, ask } = one;
  const offer = (label: string, take: () => Going): Offer => ({ label, take });
  const leads = (label: string, to: string | undefined) => offer(label, () => to);
  // where there are people
  const person = word.person ? [offer(word.person, () => turn.handOver({ reason: 'asked' }))] : [];
  if (state.suggestions) {
    return [...state.suggestions.map((it) => offer(it.title, () => give(turn, one, it))), ...person];
  }
  if (search) return [leads(word.helped, search.next), ...person];
  if (resolved) return [leads(word.yes, resolved.yes), leads(word.no, resolved.no)];
  if (!ask) return [];
  const offers = (ask.options ?? []).map((option) => {
    const label = turn.label(option.label);
    return offer(label, () => {
      turn.keep(ask.save, option.value ?? label);
      turn.tag(option.tag);
      return option.next ?? one.next;
    });
  });
  return ask.required === false ? [...offers, leads(word.skip, one.next)] : offers;
}

/** Says what the step asks, or `text` in place of that, with what it offers. Waits. */
export function prompt(turn: Turn, one: AnyStep, text?: string): null {
  const labels = offersOf(turn, one).map(({ label }) => label);
  const said = text ?? question(turn, one);
  const asked = text === undefined && !turn.state.suggestions;
  turn.say([
    (asked && one.form && formOf(turn, one.form)) ||
      (one.csat && surveyOf(turn, one.csat)) ||
      (asked && one.ask && pickerOf(turn, one.ask, said, labels)) ||
      (labels.length ? choicesOf(said, labels) : { type: 'text', text: said }),
  ]);
  return null;
}

/** What a step asks. */
function question({ word, state, write }: Turn, { match, resolved, ask }: AnyStep): string {
  if (state.suggestions) return write(match?.suggest, word.suggest);
  if (resolved) return write(resolved.text, word.resolved);
  return write(ask?.text, word.pick);
}

export const choicesOf = (text: string, labels: string[]): Part => ({
  type: 'choices',
  ...(text && { text }),
  choices: labels.filter(Boolean).map((label, i) => ({ id: `${i + 1}`, label })),
});

/** A question that is answered by choosing from a list or a calendar; undefined for any other. */
function pickerOf(turn: Turn, ask: Question, text: string, labels: string[]): Part | undefined {
  if (!ask.picker) return undefined;
  const asked = { name: ask.save ?? 'answer', label: turn.label(ask.text), text };
  if (ask.type === 'date') return { type: 'date-picker', ...asked };
  const items = labels.map((title) => ({ value: title, title }));
  return items[0] && { type: 'list-picker', ...asked, items };
}

function formOf(turn: Turn, { title, text, submit, fields }: FormStep['form']): Part {
  const shown = fieldsOf(turn, fields).map(({ label, text, options, required = true, unless: _, ...field }) => ({
    ...field,
    // of a message's field it is the other way round
    ...(required && { required }),
    label: turn.label(label),
    ...(text && { text: turn.write(text) }),
    ...(options && { options: options.map((one) => ({ ...one, label: turn.label(one.label) })) }),
  }));
  return {
    type: 'form',
    form: turn.state.at,
    text: turn.write(text, shown.map(({ label }) => label).join(', ')),
    ...(title && { title: turn.label(title) }),
    ...(submit && { submit: turn.label(submit) }),
    fields: shown,
  };
}

const surveyOf = (turn: Turn, { survey = 'csat', text, scale = 'faces' }: CsatStep['csat']): Part => ({
  type: 'survey',
  survey,
  kind: 'csat',
  scale,
  text: turn.write(text, turn.word.csat),
});
