/** What an event means at the step that waits. Pure. */
import { own } from '../core/match.js';
import type { Json, Part } from '../types.js';
import { answer, entered, loose } from './answer.js';
import type { Question } from './format-steps.js';
import { choicesOf, fieldsOf, give, none, type Offer, offersOf, prompt } from './prompt.js';
import { type Entries, type FlowEvent, MAX_WAIT, type Mode } from './state.js';
import { type AnyStep, type Going, handOver, instant, keep, say, type Turn, want, write } from './turn.js';

const isChoice = ({ type, options }: Question) => (type ?? (options && 'choice')) === 'choice';

/** One that did not fit: `said`, else what may be chosen, says so; from the second on a person is offered. */
function miss(turn: Turn, one: AnyStep, said?: string): Going {
  const { state, word } = turn;
  const { ask } = one;
  state.misses++;
  if (ask?.else !== undefined && state.misses > (ask.retries ?? (ask.options ? 0 : 2))) return ask.else;
  if (state.misses > 1) return say(turn, [choicesOf(word.lost, [word.person, word.again])]);
  return said === undefined ? prompt(turn, one, word.pick) : say(turn, [{ type: 'text', text: said }]);
}

/** Words that are no label of what is offered. */
function typed(turn: Turn, one: AnyStep, text: string): Going {
  const { word } = turn;
  const { ask, form, csat, next } = one;
  const match = (mode: Mode = 'balanced') => want(turn, { do: 'match', text, mode });
  if (ask) {
    const isPick = isChoice(ask);
    const value = isPick ? undefined : answer(ask, text);
    if (value !== undefined) {
      keep(turn, ask.save, value);
      return next;
    }
    if (ask.free) return match();
    const otherwise = isPick ? undefined : word[(ask.type ?? 'text') as 'text'];
    return miss(turn, one, write(turn, ask.invalid) ?? otherwise);
  }
  if (one.search || one.resolved) return miss(turn, one);
  if (form) {
    const [field, more] = fieldsOf(turn, form.fields);
    return field && !more ? filledIn(turn, one, [{ name: field.name, value: text }]) : miss(turn, one, word.form);
  }
  if (one.match) return match(one.match.mode);
  if (csat && /^[1-5]$/.test(loose(text))) keep(turn, csat.save, +loose(text));
  else if (csat || one.wait) turn.left = text;
  else return turn.state.at;
  return next;
}

/** A form that was sent. Taken as a whole or not at all. */
function filledIn(turn: Turn, one: AnyStep, values: Entries): Going {
  if (!one.form) return null;
  const all = fieldsOf(turn, one.form.fields).map(
    (field) => [field.name, entered(field, values.find(({ name }) => name === field.name)?.value)] as const,
  );
  if (all.some(([, value]) => value === undefined)) return miss(turn, one, turn.word.form);
  for (const [name, value] of all) keep(turn, name, value as Json);
  return one.next;
}

/** What is offered that a text means: by its label, or of choices by its number from 1. */
function pressed({ ask }: AnyStep, text: string, offers: Offer[]): Offer | undefined {
  const wanted = loose(text);
  const [, number] = /^(\d\d?)(?:[.):、番]|$)/.exec(wanted) ?? [];
  return (
    offers.find(([label]) => loose(label) === wanted) ??
    (number && (!ask || isChoice(ask)) ? offers[+number - 1] : undefined)
  );
}

/** Whether words are what the step that waits offers, or ask for a person: then it does not matter how they sound. */
export function isExpected(turn: Turn, text: string): boolean {
  const one = turn.flow.steps[turn.state.at];
  return asks(turn, text) || (!!one && !!pressed(one, text, offersOf(turn, one)));
}

/** The visitor wrote: a label, a wish for a person, or else what the step makes of it. */
function read(turn: Turn, one: AnyStep, text: string): Going {
  const { word, state } = turn;
  const offer = pressed(one, text, offersOf(turn, one));
  if (offer) return offer[1]();
  if (asks(turn, text)) return handOver(turn, { reason: 'asked' });
  if (state.misses < 2 || loose(text) !== loose(word.again)) return typed(turn, one, text);
  state.misses = 0;
  return prompt(turn, one);
}

const asks = (turn: Turn, text: string) => turn.asksForPerson(text) || loose(text) === loose(turn.word.person);

/** Answers the step that follows, and null where it goes on waiting. */
export function hear(turn: Turn, event: FlowEvent): Going {
  const { state, word } = turn;
  if (/^(start|text|answers|rating|timer|event)$/.test(event.on)) state.steps = 0;
  if ('text' in event && event.text !== undefined) keep(turn, 'message', event.text);
  if (event.on === 'start') {
    return event.text && asks(turn, event.text.trim()) ? handOver(turn, { reason: 'asked' }) : turn.flow.start;
  }
  const one: AnyStep | undefined = own(turn.flow.steps, state.at);
  if (!one) return null;
  const { ask, search, match, call, hours, wait, csat, next } = one;
  const answers = match || ask;
  const saved = (what: { save?: string } | undefined, value: Json): Going => {
    keep(turn, what?.save, value);
    return what ? next : null;
  };
  switch (event.on) {
    case 'text':
      return read(turn, one, event.text.trim());
    case 'answers':
      return ask?.picker ? read(turn, one, `${event.values[0]?.value ?? ''}`) : filledIn(turn, one, event.values);
    case 'rating':
      return saved(csat, event.score);
    case 'timer': {
      const now = instant(turn);
      // a clock that was put back does not make it longer
      if (!wait || !state.due || (state.due > now && state.due - now <= MAX_WAIT)) return null;
      return (wait.event && wait.timeout) || next;
    }
    case 'event':
      return wait?.event === event.name ? next : null;
    case 'found': {
      if (!search) return null;
      keep(
        turn,
        search.save,
        event.articles.map(({ id }) => id),
      );
      return say(turn, [
        { type: 'text', text: write(turn, search.found, word.found) },
        ...event.articles.map(
          ({ id, title, description }): Part => ({ type: 'article', article: id, title, description }),
        ),
        choicesOf('', [word.helped, word.person]),
      ]);
    }
    case 'sure':
      return answers ? give(turn, one, event) : null;
    case 'unsure':
      if (!answers) return null;
      state.suggestions = event.suggestions.slice(0, 3);
      return prompt(turn, one);
    case 'said':
      return match ? next : ask ? state.at : null;
    case 'none':
      // a question goes on to wait
      if (ask && ask.else === undefined) return miss(turn, one);
      return answers || search ? none(turn, one) : null;
    case 'called':
      return saved(call, event.value);
    case 'failed':
      return call ? (call.error ?? handOver(turn, { reason: 'call-failed' })) : null;
    case 'hours':
      return hours ? hours[event.isOpen ? 'open' : 'closed'] : null;
  }
}
