/** What a person is told with the request for one, beside the situation: by rules, on the device. Pure. */
import * as LIMITS from '../core/limits.js';
import type { HandoffDetails, Json, Message, Priority, Summary, Tone } from '../types.js';
import { languageOf } from './language.js';
import { summarize } from './summary.js';
import { toneOf } from './tone.js';

export { toneOf };

export interface Asked {
  /** The conversation so far, the visitor's last words among it. */
  messages: readonly Message[];
  /** What the flow holds. */
  vars?: Readonly<Record<string, Json>>;
  /** BCP 47: languages in which the site, or the visitor's browser, is at home. */
  locales: readonly string[];
  /** What the flow has said already: it stays. */
  said?: HandoffDetails;
}

/** Of the visitor's messages the tone of the last ones counts: anger passes. */
const RECENT = 5;
/** Characters of them that tell the language. */
const SAMPLE = 2_000;
const RANK: Tone[] = ['angry', 'urgent', 'plain'];

const wordsOf = (messages: readonly Message[]): string[] =>
  messages
    .filter(({ author }) => author.kind === 'visitor')
    .map(({ parts }) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n'))
    .filter((text) => text.trim());

/** Longer names are not on the wire. */
const NAME = 64;

const bytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** What is not known is not on the wire either. */
const told = (details: { [K in keyof HandoffDetails]: HandoffDetails[K] | undefined }): HandoffDetails =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));

/** Without what is least of use, until it is small enough: the oldest answers, then articles, what was collected, questions but the last. */
function shortened(summary: Summary): Summary {
  const isTold = ([name, value]: [string, unknown]) =>
    name && name.length <= NAME && !/^(NaN|-?Infinity)$/.test(`${value}`);
  const collected = Object.entries(summary.collected).filter(isTold);
  const lists: unknown[][] = [summary.answered.slice(), summary.tried.slice(), collected, summary.asked.slice()];
  const made = (): Summary => ({
    answered: lists[0] as Summary['answered'],
    tried: lists[1] as Summary['tried'],
    collected: Object.fromEntries(collected),
    asked: lists[3] as string[],
  });
  while (bytes(made()) > LIMITS.summary) lists.find((list, i) => list.length > +(i === 3))!.shift();
  return made();
}

/** The matcher's verdict, where a flow has kept one under `intent`. */
function intentOf({ intent }: Readonly<Record<string, Json>>): HandoffDetails['intent'] {
  const { id, confidence } = Object(intent) as { id?: unknown; confidence?: unknown };
  const isName = typeof id === 'string' && id && id.length <= NAME;
  const isShare = typeof confidence === 'number' && confidence >= 0 && confidence <= 1;
  return isName && isShare ? { id, confidence } : undefined;
}

/** Only what can be told is in it. Whoever is angry or in a hurry comes before others, unless the flow has set a priority. */
export function assemble({ messages, vars = {}, locales, said = {} }: Asked): HandoffDetails {
  const words = wordsOf(messages);
  const tones = words.slice(-RECENT).map(toneOf);
  const tone = RANK.find((one) => tones.includes(one));
  const raised: Priority | undefined = tone && tone !== 'plain' ? 'high' : undefined;
  const summary = shortened(summarize(messages, vars));
  const isSaid = Object.values(summary).some((part) => Object.keys(part).length > 0);
  const made = {
    summary: isSaid ? summary : undefined,
    intent: intentOf(vars),
    language: languageOf(words.join('\n').slice(-SAMPLE), locales),
    tone,
    priority: raised,
  };
  return { ...told(made), ...told(said) };
}
