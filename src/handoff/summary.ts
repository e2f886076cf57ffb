/** What happened before a person came, by rules over the transcript: what was asked, tried, answered and collected. Pure. */
import type { Json, Message, Summary } from '../types.js';

/** Characters of a line; what is longer ends in an ellipsis, as the transcript has all of it. */
const LINE = 200;
const ASKED = 5;
const OTHERS = 20;

const PLEASANTRY =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|ok(?:ay)?|yes|no|(?:こんにち|こんばん)[はわ]|おはよう(?:ございます)?|ありがとう(?:ございま(?:す|した))?|はい|いいえ|お世話になっております)$/;
const IS_QUESTION = /[?？]\s*$|か[。.]?\s*$/;
const IS_PROMPT = /[?？:：]\s*$|(?:か|ください|下さい)[。.]?\s*$|^\s*(?:please|enter)\b/i;

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LINE ? `${line.slice(0, LINE - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
};
/** Without regard to width, case, and punctuation. */
const loose = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim();

interface Prompt {
  text: string;
  labels: string[];
}

/** What of a bot's message waits for an answer. */
function promptOf({ parts }: Message): Prompt | undefined {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const choices = parts.find((part) => part.type === 'choices');
  if (choices) return { text: choices.text ?? texts.at(-1) ?? '', labels: choices.choices.map(({ label }) => label) };
  const text = texts.at(-1);
  return text && IS_PROMPT.test(text) ? { text, labels: [] } : undefined;
}

/** The label that a text means, itself or by its number from 1. */
const chosen = ({ labels }: Prompt, text: string): string | undefined =>
  labels.find((label) => loose(label) === loose(text)) ??
  (/^\d\d?$/.test(loose(text)) ? labels[+loose(text) - 1] : undefined);

/** `vars`: what the flow holds; `message` among it is in the transcript. */
export function summarize(messages: readonly Message[], vars: Readonly<Record<string, Json>> = {}): Summary {
  const asked = new Map<string, string>();
  const tried = new Map<string, string>();
  const answered: Summary['answered'] = [];
  const collected: Summary['collected'] = {};
  for (const [name, value] of Object.entries(vars)) {
    if (name === 'message' || value === null || typeof value === 'object' || value === '') continue;
    if (Object.keys(collected).length < OTHERS) collected[name] = typeof value === 'string' ? short(value) : value;
  }
  const kept = new Set(Object.values(collected).map((value) => loose(String(value))));
  let prompt: Prompt | undefined;
  for (const message of messages) {
    if (message.author.kind === 'bot') {
      for (const part of message.parts) if (part.type === 'article') tried.set(part.article, short(part.title));
      prompt = promptOf(message) ?? prompt;
      continue;
    }
    if (message.author.kind !== 'visitor') continue;
    for (const part of message.parts) {
      if (part.type !== 'text' || !part.text.trim()) continue;
      const choice = prompt && chosen(prompt, part.text);
      if (prompt && (choice || !(prompt.labels.length || IS_QUESTION.test(part.text)))) {
        const answer = short(choice ?? part.text);
        if (!kept.has(loose(answer))) answered.push({ question: short(prompt.text), answer });
      } else if (!PLEASANTRY.test(loose(part.text))) {
        asked.set(loose(part.text), short(part.text));
      }
      prompt = undefined;
    }
  }
  const all = [...asked.values()];
  return {
    asked: all.length > ASKED ? [all[0]!, ...all.slice(1 - ASKED)] : all,
    tried: [...tried].slice(-OTHERS).map(([article, title]) => ({ article, title })),
    answered: answered.slice(-OTHERS),
    collected,
  };
}
