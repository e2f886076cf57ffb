/** What a step that waits says, and what it offers. Pure. */
import type { Json, Part } from '../types.js';
import type { Step } from './format.js';
import type { Field, Question } from './format-steps.js';
import type { Suggestion } from './state.js';
import type { Going, Turn } from './turn.js';

export interface Offer {
  label: string;
  /** Answers the step that follows. */
  take(): Going;
}

/** What was said of it already: by its path, or of an address by the trait of its name. */
export function known(
  turn: Turn,
  { type, save, unless }: Pick<Question, 'type' | 'save' | 'unless'>,
): Json | undefined {
  const path = unless ?? (/^(email|phone)$/.test(`${type}`) && save ? `traits.${save}` : '');
  const value = path && turn.value(path);
  return (value ?? '') === '' ? undefined : (value as Json);
}

/** Fields that are to be filled in. What is known of the others is kept. */
export function fieldsOf(turn: Turn, fields: Field[]): Field[] {
  return fields.filter(({ name, unless }) => {
    const value = unless === undefined ? undefined : known(turn, { unless });
    if (value !== undefined) turn.keep(name, value);
    return value === undefined;
  });
}

/** What belongs to an intent: a step of this flow, another flow, or an answer. Null where it waits, undefined for the next step. */
export function give(
  turn: Turn,
  one: Step,
  it: Omit<Suggestion, 'title'> & { title?: string; confidence?: number },
): Going {
  const { intent, title, confidence = 1, answer, article, flow } = it;
  const own = 'match' in one ? one.match : undefined;
  turn.keep('intent', { id: intent, confidence });
  turn.keep(own?.save, intent);
  if (own?.intents && Object.hasOwn(own.intents, intent)) return own.intents[intent]!;
  const start = flow ? turn.enter(flow) : null;
  if (start !== null) {
    delete turn.state.stack;
    return start;
  }
  if (!answer && !article) {
    if (!title) return none(turn, one);
    // a suggestion that came without what belongs to it
    turn.effects.push({ do: 'match', text: title, mode: 'eager' });
    return null;
  }
  turn.speak({ ...(answer && { text: { en: answer } }), ...(article && { article }) });
  return own ? (one as { next?: string }).next : turn.state.at;
}

/** Nothing was found: what the step says, else a person. */
export function none(turn: Turn, one: Step): Going {
  const to =
    'search' in one ? one.search.none : 'match' in one ? one.match.none : 'ask' in one ? one.ask.else : undefined;
  return to ?? turn.handOver({ reason: 'no-answer' });
}

/** What may be pressed at a step, or typed by its label. */
export function offersOf(turn: Turn, one: Step): Offer[] {
  const { word, state } = turn;
  // where there are people
  const person: Offer[] = word.person ? [{ label: word.person, take: () => turn.handOver({ reason: 'asked' }) }] : [];
  if (state.suggestions) {
    return [...state.suggestions.map((it) => ({ label: it.title, take: () => give(turn, one, it) })), ...person];
  }
  if ('search' in one) return [{ label: word.helped, take: () => one.search.next }, ...person];
  if ('resolved' in one) {
    return [
      { label: word.yes, take: () => one.resolved.yes },
      { label: word.no, take: () => one.resolved.no },
    ];
  }
  if (!('ask' in one)) return [];
  const { options = [], save, required } = one.ask;
  const offers = options.map((option): Offer => {
    const label = turn.label(option.label);
    return {
      label,
      take() {
        turn.keep(save, option.value ?? label);
        turn.tag(option.tag);
        return option.next ?? one.next;
      },
    };
  });
  return required === false ? [...offers, { label: word.skip, take: () => one.next }] : offers;
}

/** Says what the step asks, or `text` in place of that, with what it offers. Waits. */
export function prompt(turn: Turn, one: Step, text?: string): null {
  if ('form' in one && text === undefined) turn.say([formOf(turn, one.form)]);
  else if ('csat' in one) turn.say([surveyOf(turn, one.csat)]);
  else {
    const labels = offersOf(turn, one).map(({ label }) => label);
    const said = text ?? question(turn, one);
    turn.say(labels.length ? [choicesOf(said, labels)] : [{ type: 'text', text: said }]);
  }
  return null;
}

/** What a step asks. */
function question(turn: Turn, one: Step): string {
  const { word, state } = turn;
  const own = 'match' in one ? one.match.suggest : undefined;
  if (state.suggestions) return own ? turn.write(own) : word.suggest;
  if ('resolved' in one) return one.resolved.text ? turn.write(one.resolved.text) : word.resolved;
  return 'ask' in one ? turn.write(one.ask.text) : word.pick;
}

export const choicesOf = (text: string, labels: string[]): Part => ({
  type: 'choices',
  ...(text && { text }),
  choices: labels.filter(Boolean).map((label, i) => ({ id: `${i + 1}`, label })),
});

function formOf(turn: Turn, { title, text, submit, fields }: Extract<Step, { form: unknown }>['form']): Part {
  const shown = fieldsOf(turn, fields).map(({ label, options, required = true, unless: _, ...field }) => ({
    ...field,
    // of a message's field it is the other way round
    ...(required && { required }),
    label: turn.label(label),
    ...(options && { options: options.map((one) => ({ ...one, label: turn.label(one.label) })) }),
  }));
  return {
    type: 'form',
    form: turn.state.at,
    text: text ? turn.write(text) : shown.map(({ label }) => label).join(', '),
    ...(title && { title: turn.label(title) }),
    ...(submit && { submit: turn.label(submit) }),
    fields: shown,
  };
}

function surveyOf(
  turn: Turn,
  { survey = 'csat', text, scale = 'faces' }: Extract<Step, { csat: unknown }>['csat'],
): Part {
  return { type: 'survey', survey, kind: 'csat', scale, text: text ? turn.write(text) : turn.word.csat };
}
