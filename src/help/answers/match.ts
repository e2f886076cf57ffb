/** What the answer model makes of a text, as the rest of the messenger asks for it. Pure. */
import type { Given, Match } from '../../core/matcher.js';
import type { Classified, Model } from './classify.js';
import { words } from './fold.js';
import type { Intent } from './format.js';

/** Without regard to width, case, accents and punctuation. */
const loose = (text: string): string =>
  words(text)
    .map(({ letters }) => String.fromCodePoint(...letters))
    .join(' ');

/** The intent whose title a text is, as when the visitor presses a suggestion. */
export function titled(model: Model, text: string): Intent | undefined {
  const wanted = loose(text);
  return wanted ? model.intents.find(({ title }) => loose(title) === wanted) : undefined;
}

/** What is written for an intent. */
export const given = ({ id, answer, article, flow }: Intent): Given => ({
  intent: id,
  ...(answer && { answer }),
  ...(article && { article }),
  ...(flow && { flow }),
});

/** Up to three by their titles; `first` goes before the others. */
export function suggest(intents: Intent[], first?: Intent): Match {
  const chosen = [...new Set(first ? [first, ...intents] : intents)].slice(0, 3);
  if (!chosen.length) return { verdict: 'none' };
  return { verdict: 'unsure', suggestions: chosen.map((intent) => ({ ...given(intent), title: intent.title })) };
}

export function matchOf({ verdict, ranked }: Classified): Match {
  if (verdict === 'none') return { verdict };
  const [first] = ranked;
  if (verdict === 'unsure') return suggest(ranked.map(({ intent }) => intent));
  return { verdict, confidence: first!.confidence, ...given(first!.intent) };
}
