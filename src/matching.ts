/** Part of the composition root: what understands the visitor's words, the answer model and a matcher of the host's. */
import type { Conversations } from './core/conversations.js';
import { SobaniError, toSobaniError } from './core/errors.js';
import type { Given, Match, Matcher, Readiness, Why } from './core/matcher.js';
import type { Clock, HelpCentre } from './core/ports.js';
import type { Store } from './core/store.js';
import * as TIMES from './core/times.js';
import { type Classified, classify, type Model, SURE } from './help/answers/classify.js';
import type { Intent } from './help/answers/format.js';
import { loadAnswers } from './help/answers/load.js';
import { given, matchOf, suggest, titled } from './help/answers/match.js';
import { createRest } from './help/answers/rest.js';
import { loadLanguage } from './i18n/translate.js';

export interface MatchingParts {
  store: Store;
  conversations: Pick<Conversations, 'post'>;
  clock: Clock;
  fetchJson(url: string): Promise<unknown>;
  help(): Promise<HelpCentre | null>;
  /** Whether the visitor asks for a person: then nobody waits for a machine. */
  asksForPerson(text: string): boolean;
  onError(error: SobaniError): void;
}

export interface Matching {
  /** What a text of the visitor's is about. Never rejects: what cannot be had is done without. */
  match(text: string, mode?: Readiness): Promise<Match>;
  /** Fetches the model, and trains it while the page has nothing to do, before the first question comes. */
  prepare(): void;
  /** Why the last text was matched as it was, for the inspector; null before there was one. */
  last(): Promise<Why | null>;
  /** The same for any text, by the model alone; nobody answers it. */
  explain(text: string, mode?: Readiness): Promise<Why>;
  /** What is under way ends. */
  stop(): void;
}

/** A text as the model sees it. */
interface Seen {
  model: Model;
  found: Classified;
}

export function joinMatching(parts: MatchingParts): Matching {
  const { store, conversations, clock, fetchJson, help, asksForPerson, onError } = parts;
  const left = new AbortController();
  let made: { key: string; model: Promise<Model> } | undefined;
  let last: { why: Why; seen: Seen | null } | undefined;
  const centre = () => help().catch(() => null);

  /** Of the language that is in force, which may be another one by the next question. */
  const load = (): Promise<Model> | null => {
    const { answers } = store.options.value;
    if (!answers) return null;
    const manifestUrl = new URL(answers, globalThis.location?.href).href;
    const { value: locale } = store.locale;
    const key = `${locale} ${manifestUrl}`;
    if (made?.key === key) return made.model;
    const trainer = () => import('./help/answers/train.js');
    const model = loadAnswers({ manifestUrl, locale, fetchJson, trainer, pause: createRest(clock, left.signal) });
    made = { key, model };
    model.catch((thrown) => {
      // the next question tries again
      if (made?.model === model) made = undefined;
      if (!left.signal.aborted) onError(toSobaniError(thrown, 'unavailable'));
    });
    return model;
  };
  const see = async (text: string, mode: Readiness): Promise<Seen | null> => {
    const loading = load();
    if (!loading) return null;
    const model = await new Promise<Model | null>((resolve) => {
      // somebody waits for their answer
      const undo = clock.setTimeout(() => resolve(null), TIMES.answers);
      loading.then(resolve, () => resolve(null)).finally(undo);
    });
    return model && { model, found: classify(model, text, mode) };
  };

  /** What the host's matcher makes of it; null where it is not asked, or has failed. */
  async function consult(
    matcher: Matcher,
    request: { text: string; mode: Readiness },
    seen: Seen | null,
    heard: (of: Why['matcher']) => void,
  ): Promise<Match | null> {
    const name = String(Object(matcher).name);
    const ranked = seen && seen.found.verdict !== 'none' ? seen.found.ranked : [];
    try {
      const [room, articles] = await Promise.all([
        import('./matcher/consult.js'),
        centre(),
        // for the words that say that a machine wrote it
        loadLanguage(store.locale.value).catch(() => {}),
      ]);
      const said = await room.consult({
        ...{ store, conversations, clock, matcher, asksForPerson },
        request: {
          ...request,
          candidates: ranked.map(({ intent: { id, title }, confidence }) => ({ intent: id, title, confidence })),
        },
        sure: SURE[request.mode],
        titleOf: (article) => articles?.article(article)?.title,
        left: left.signal,
      });
      if (!said) return null;
      const { verdict, ...more } = said;
      heard({ name, ...more });
      if (verdict === 'said') return { verdict, ...more };
      if (verdict === 'over') return { verdict: 'none' };
      const intent = seen?.model.intents.find(({ id }) => id === more.intent);
      if (verdict === 'unsure')
        return suggest(
          ranked.map((one) => one.intent),
          intent,
        );
      if (intent) return { verdict: 'sure', confidence: more.confidence, ...given(intent) };
      // one of its own, which a step of the flow may know
      if (!seen) return { verdict: 'sure', intent: more.intent!, confidence: more.confidence };
      throw new SobaniError('invalid', `The matcher is sure of "${more.intent}", and there is no such intent.`, {
        path: 'intent',
      });
    } catch (thrown) {
      const error = toSobaniError(thrown, 'unavailable');
      heard({ name, failed: error.code });
      onError(error);
      return null;
    }
  }

  /** With no more than there is: an article of the help centre, a flow where there are flows. Undefined where nothing is left. */
  const real = async <T extends Given>({ article, flow, ...rest }: T) => {
    const isThere = article && (await centre())?.article(article);
    const has = { ...(isThere && { article }), ...(flow && store.options.value.flows && { flow }) };
    const isEmpty = (article ?? flow) && !rest.answer && !Object.keys(has).length;
    return isEmpty ? undefined : { ...rest, ...has };
  };
  const sift = async (match: Match): Promise<Match> => {
    if (match.verdict === 'sure') return (await real(match)) ?? { verdict: 'none' };
    if (match.verdict !== 'unsure') return match;
    const suggestions = (await Promise.all(match.suggestions.map(real))).filter((one) => one !== undefined);
    return suggestions.length ? { ...match, suggestions } : { verdict: 'none' };
  };

  const reason = (text: string, mode: Readiness, verdict: Match['verdict'], seen: Seen | null): Why => ({
    at: clock.date(),
    text,
    mode,
    verdict,
    model: seen && {
      ranked: seen.found.ranked.map(({ intent: { id, title }, ...rest }) => ({ intent: id, title, ...rest })),
      evidence: seen.found.evidence,
      cut: seen.found.cut,
      sure: SURE[mode],
      pieces: [],
    },
    matcher: null,
  });
  const withPieces = async (why: Why, seen: Seen | null): Promise<Why> => {
    if (why.model && seen && !why.model.pieces.length) {
      why.model.pieces = (await import('./help/answers/explain.js')).explain(seen.model, why.text);
    }
    return why;
  };

  return {
    async match(text, mode = 'balanced') {
      const seen = await see(text, mode);
      const pressed: Intent | undefined = seen ? titled(seen.model, text) : undefined;
      const { matcher } = store.options.value;
      let heard: Why['matcher'] = null;
      const theirs =
        matcher && !pressed
          ? await consult(matcher, { text, mode }, seen, (of) => {
              heard = of;
            })
          : null;
      const own: Match = pressed
        ? { verdict: 'sure', confidence: 1, ...given(pressed) }
        : seen
          ? matchOf(seen.found)
          : { verdict: 'none' };
      const result = await sift(theirs ?? own);
      last = { why: { ...reason(text, mode, result.verdict, seen), matcher: heard }, seen };
      return result;
    },
    prepare() {
      load()?.catch(() => {});
    },
    last: async () => (last ? withPieces(last.why, last.seen) : null),
    async explain(text, mode = 'balanced') {
      const seen = await see(text, mode);
      return withPieces(reason(text, mode, seen?.found.verdict ?? 'none', seen), seen);
    },
    stop: () => left.abort(new SobaniError('unavailable', 'The messenger has left the page.')),
  };
}
