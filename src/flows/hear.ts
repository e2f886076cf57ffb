/** What an event means at the step that waits. Pure. */
import type { Json, Part } from '../types.js';
import { answer, entered, loose } from './answer.js';
import type { Question } from './format-steps.js';
import { choicesOf, fieldsOf, give, none, type Offer, offersOf, prompt } from './prompt.js';
import { type Entries, type FlowEvent, MAX_WAIT, type Mode } from './state.js';
import type { AnyStep, Going, Turn } from './turn.js';

const isChoice = ({ type, options }: Question) => (type ?? (options && 'choice')) === 'choice';

/** One that did not fit: `prompted` says so, and from the second on a person is offered. */
function miss(turn: Turn, { ask }: AnyStep, prompted: () => void): Going {
  const { state, word } = turn;
  state.misses++;
  if (ask?.else !== undefined && state.misses > (ask.retries ?? (ask.options ? 0 : 2))) return ask.else;
  if (state.misses < 2) prompted();
  else turn.say([choicesOf(word.lost, [word.person, word.again])]);
  return null;
}

/** Words that are no label of what is offered. */
function typed(turn: Turn, one: AnyStep, text: string): Going {
  const { word, effects } = turn;
  const { ask, form, csat, next } = one;
  const missed = (said: string) => miss(turn, one, () => turn.say([{ type: 'text', text: said }]));
  const match = (mode: Mode = 'balanced') => {
    effects.push({ do: 'match', text, mode });
    return null;
  };
  const isPick = ask ? isChoice(ask) : one.search || one.resolved;
  if (ask) {
    const value = isPick ? undefined : answer(ask, text);
    if (value !== undefined) {
      turn.keep(ask.save, value);
      return next;
    }
    if (ask.free) return match();
    if (ask.invalid) return missed(turn.write(ask.invalid));
    if (!isPick) return missed(word[(ask.type ?? 'text') as 'text']);
  }
  if (isPick) return miss(turn, one, () => prompt(turn, one, word.pick));
  if (form) {
    const [field, more] = fieldsOf(turn, form.fields);
    return field && !more ? filledIn(turn, one, [{ name: field.name, value: text }]) : missed(word.form);
  }
  if (one.match) return match(one.match.mode);
  if (csat && /^[1-5]$/.test(loose(text))) turn.keep(csat.save, +loose(text));
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
  if (all.some(([, value]) => value === undefined)) {
    return miss(turn, one, () => turn.say([{ type: 'text', text: turn.word.form }]));
  }
  for (const [name, value] of all) turn.keep(name, value as Json);
  return one.next;
}

/** What is offered that a text means: by its label, or of choices by its number from 1. */
function pressed({ ask }: AnyStep, text: string, offers: Offer[]): Offer | undefined {
  const wanted = loose(text);
  const [, number] = /^(\d\d?)(?:[.):、番]|$)/.exec(wanted) ?? [];
  return (
    offers.find(({ label }) => loose(label) === wanted) ??
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
  if (offer) return offer.take();
  if (asks(turn, text)) return turn.handOver({ reason: 'asked' });
  if (state.misses > 1 && loose(text) === loose(word.again)) {
    state.misses = 0;
    return prompt(turn, one);
  }
  return typed(turn, one, text);
}

const asks = ({ word, ports }: Turn, text: string) => ports.asksForPerson(text) || loose(text) === loose(word.person);

/** Answers the step that follows, and null where it goes on waiting. */
export function hear(turn: Turn, event: FlowEvent): Going {
  const { state, flow, word } = turn;
  if (/^(start|text|answers|rating|timer|event)$/.test(event.on)) state.steps = 0;
  if ('text' in event && event.text !== undefined) turn.keep('message', event.text);
  if (event.on === 'start') {
    return event.text && asks(turn, event.text.trim()) ? turn.handOver({ reason: 'asked' }) : flow.start;
  }
  const one: AnyStep | undefined = Object.hasOwn(flow.steps, state.at) ? flow.steps[state.at] : undefined;
  if (!one) return null;
  const { ask, search, match, call, hours, wait, csat, next } = one;
  const answers = match || ask;
  const keep = (what: { save?: string } | undefined, value: Json): Going => {
    turn.keep(what?.save, value);
    return what ? next : null;
  };
  switch (event.on) {
    case 'text':
      return read(turn, one, event.text.trim());
    case 'answers':
      return ask?.picker ? read(turn, one, `${event.values[0]?.value ?? ''}`) : filledIn(turn, one, event.values);
    case 'rating':
      return keep(csat, event.score);
    case 'timer':
      // a clock that was put back does not make it longer
      if (!wait || !state.due || (state.due > turn.at && state.due - turn.at <= MAX_WAIT)) return null;
      return (wait.event && wait.timeout) || next;
    case 'event':
      return wait?.event === event.name ? next : null;
    case 'found': {
      if (!search) return null;
      turn.keep(
        search.save,
        event.articles.map(({ id }) => id),
      );
      turn.say([
        { type: 'text', text: turn.write(search.found, word.found) },
        ...event.articles.map(
          ({ id, title, description }): Part => ({ type: 'article', article: id, title, description }),
        ),
        choicesOf('', [word.helped, word.person]),
      ]);
      return null;
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
      if (ask && ask.else === undefined) return miss(turn, one, () => prompt(turn, one, word.pick));
      return answers || search ? none(turn, one) : null;
    case 'called':
      return keep(call, event.value);
    case 'failed':
      return call ? (call.error ?? turn.handOver({ reason: 'call-failed' })) : null;
    case 'hours':
      return hours ? hours[event.isOpen ? 'open' : 'closed'] : null;
  }
}
