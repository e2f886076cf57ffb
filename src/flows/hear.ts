/** What an event means at the step that waits. Pure. */
import type { Json, Part } from '../types.js';
import { answer, chosen, entered, loose } from './answer.js';
import type { Step } from './format.js';
import { choicesOf, fieldsOf, give, none, type Offer, offersOf, prompt } from './prompt.js';
import { type Entries, type FlowEvent, MAX_WAIT } from './state.js';
import type { Going, Turn } from './turn.js';
import { asksForPerson } from './words.js';

/** One that did not fit: `prompted` says so, and from the second on a person is offered. */
function miss(turn: Turn, one: Step, prompted: () => void): Going {
  const { state, word } = turn;
  state.misses++;
  if ('ask' in one && one.ask.else !== undefined) {
    const { retries = one.ask.options ? 0 : 2 } = one.ask;
    if (state.misses > retries) return one.ask.else;
  }
  if (state.misses < 2) prompted();
  else turn.say([choicesOf(word.lost, [word.person, word.again])]);
  return null;
}

/** Words that are no label of what is offered. */
function typed(turn: Turn, one: Step, text: string): Going {
  const { word, effects } = turn;
  const say = (said: string) => () => turn.say([{ type: 'text', text: said }]);
  const pick = () => void prompt(turn, one, word.pick);
  const match = (mode: 'cautious' | 'balanced' | 'eager' = 'balanced') => {
    effects.push({ do: 'match', text, mode });
    return null;
  };
  if ('ask' in one) {
    const { type = one.ask.options ? 'choice' : 'text', save, invalid, free } = one.ask;
    const value = type === 'choice' ? undefined : answer({ ...one.ask, type }, text);
    if (value !== undefined) {
      turn.keep(save, value);
      return one.next;
    }
    if (free) return match();
    if (invalid) return miss(turn, one, say(turn.write(invalid)));
    return miss(turn, one, type === 'choice' ? pick : say(word[type]));
  }
  if ('form' in one) {
    const [field, more] = fieldsOf(turn, one.form.fields);
    return field && !more ? filledIn(turn, one, [{ name: field.name, value: text }]) : miss(turn, one, say(word.form));
  }
  if ('match' in one) return match(one.match.mode);
  if ('csat' in one) {
    if (/^[1-5]$/.test(loose(text))) turn.keep(one.csat.save, +loose(text));
    else turn.left = text;
    return one.next;
  }
  if ('wait' in one) {
    turn.left = text;
    return one.next;
  }
  return 'search' in one || 'resolved' in one ? miss(turn, one, pick) : turn.state.at;
}

/** A form that was sent. Taken as a whole or not at all. */
function filledIn(turn: Turn, one: Step, values: Entries): Going {
  if (!('form' in one)) return null;
  const fields = fieldsOf(turn, one.form.fields);
  const all = fields.map(
    (field) => [field.name, entered(field, values.find(({ name }) => name === field.name)?.value)] as const,
  );
  if (all.some(([, value]) => value === undefined)) {
    return miss(turn, one, () => turn.say([{ type: 'text', text: turn.word.form }]));
  }
  for (const [name, value] of all) turn.keep(name, value as Json);
  return one.next;
}

/** Which of what is offered a text means, by its label or its number; -1 for none. */
function pressed(one: Step, text: string, offers: Offer[]): number {
  const isTyped = 'ask' in one && one.ask.type !== undefined && one.ask.type !== 'choice';
  const isOptional = 'ask' in one && !one.ask.options;
  const labels = offers.map(({ label }) => label);
  return chosen(text, labels, !isTyped && !isOptional);
}

/** Whether words are what the step that waits offers, or ask for a person: then it does not matter how they sound. */
export function isExpected(turn: Turn, text: string): boolean {
  const one = turn.flow.steps[turn.state.at];
  return asks(turn, text) || (!!one && pressed(one, text, offersOf(turn, one)) >= 0);
}

/** The visitor wrote: a label, a wish for a person, or else what the step makes of it. */
function read(turn: Turn, one: Step, text: string): Going {
  const { word, state } = turn;
  const offers = offersOf(turn, one);
  const picked = pressed(one, text, offers);
  if (picked >= 0) return offers[picked]!.take();
  if (asks(turn, text)) return turn.handOver({ reason: 'asked' });
  if (state.misses > 1 && loose(text) === loose(word.again)) {
    state.misses = 0;
    return prompt(turn, one);
  }
  return typed(turn, one, text);
}

const asks = ({ word }: Turn, text: string) => asksForPerson(text) || loose(text) === loose(word.person);

/** Answers the step that follows, and null where it goes on waiting. */
export function hear(turn: Turn, event: FlowEvent): Going {
  const { state, flow, word } = turn;
  if (/^(start|text|answers|rating|timer|event)$/.test(event.on)) state.steps = 0;
  if ('text' in event && event.text !== undefined) turn.keep('message', event.text);
  if (event.on === 'start') {
    return event.text && asks(turn, event.text.trim()) ? turn.handOver({ reason: 'asked' }) : flow.start;
  }
  const one = Object.hasOwn(flow.steps, state.at) && flow.steps[state.at];
  if (!one) return null;
  const isMatch = 'match' in one || 'ask' in one;
  switch (event.on) {
    case 'text':
      return read(turn, one, event.text.trim());
    case 'answers':
      return filledIn(turn, one, event.values);
    case 'rating':
      if (!('csat' in one)) return null;
      turn.keep(one.csat.save, event.score);
      return one.next;
    case 'timer':
      // a clock that was put back does not make it longer
      if (!('wait' in one) || !state.due || (state.due > turn.at && state.due - turn.at <= MAX_WAIT)) return null;
      return one.wait.event && one.wait.timeout ? one.wait.timeout : one.next;
    case 'event':
      return 'wait' in one && one.wait.event === event.name ? one.next : null;
    case 'found': {
      if (!('search' in one)) return null;
      const { found, save } = one.search;
      turn.keep(
        save,
        event.articles.map(({ id }) => id),
      );
      const articles = event.articles.map(
        ({ id, title, description }): Part => ({ type: 'article', article: id, title, description }),
      );
      const offers = choicesOf('', [word.helped, word.person]);
      turn.say([{ type: 'text', text: found ? turn.write(found) : word.found }, ...articles, offers]);
      return null;
    }
    case 'sure':
      return isMatch ? give(turn, one, event) : null;
    case 'unsure':
      if (!isMatch) return null;
      state.suggestions = event.suggestions.slice(0, 3);
      return prompt(turn, one);
    case 'said':
      return 'match' in one ? one.next : isMatch ? state.at : null;
    case 'none':
      // a question goes on to wait
      if ('ask' in one && one.ask.else === undefined) return miss(turn, one, () => void prompt(turn, one, word.pick));
      return isMatch || 'search' in one ? none(turn, one) : null;
    case 'called':
      if (!('call' in one)) return null;
      turn.keep(one.call.save, event.value);
      return one.next;
    case 'failed':
      return 'call' in one ? (one.call.error ?? turn.handOver({ reason: 'call-failed' })) : null;
    case 'hours':
      return 'hours' in one ? (event.isOpen ? one.hours.open : one.hours.closed) : null;
  }
}
