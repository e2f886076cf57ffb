/** What flows are tested with: the help centre and the answers of the folder, and what a file says of the rest. */
import { SobaniError } from '../core/errors.js';
import type { HelpCentre } from '../core/ports.js';
import type { HeldOut } from '../help/answers/calibrate.js';
import { classify, type Model } from '../help/answers/classify.js';
import { compile, toModel } from '../help/answers/compile.js';
import type { Readiness } from '../help/answers/format.js';
import { loadHelp } from '../help/load.js';
import { objectOf } from '../lint/findings.js';
import { type IntentFile, readAnswersFolder } from './answers-files.js';
import { compileHelp } from './build-help.js';
import type { Answers } from './test-talk.js';

export interface World {
  /** The help centre for a locale, or null without one. */
  help(locale: string): Promise<HelpCentre | null>;
  /** The answers by language: their intents, and what became of each question when it was held out. */
  answers: ReadonlyMap<string, { files: IntentFile[]; heldOut: HeldOut[]; model: Model }>;
  /** The answer model of a locale, or null without one. */
  model(locale: string): Model | null;
}

/** The nearest of some languages: this, without its region, English, the first. */
const nearestLocale = (locale: string, all: readonly string[]): string | undefined =>
  [locale, locale.split('-')[0]!, 'en'].find((one) => all.includes(one)) ?? all[0];

/** Compiles folders as the two commands do. Throws what they throw. */
export async function createWorld(helpFolder: string | undefined, answersFolder: string | undefined): Promise<World> {
  const compiled = helpFolder === undefined ? null : await compileHelp(helpFolder);
  const answers = new Map<string, { files: IntentFile[]; heldOut: HeldOut[]; model: Model }>();
  if (answersFolder !== undefined) {
    const { locales, problems } = await readAnswersFolder(answersFolder);
    if (problems.length) throw new SobaniError('invalid', problems.join('\n'));
    for (const [locale, files] of locales) {
      const intents = files.map(({ intent }) => intent);
      const questions = files.map((one) => one.questions.map(({ text }) => text));
      const { file, heldOut } = compile(locale, intents, questions);
      answers.set(locale, { files, heldOut, model: toModel(file) });
    }
  }
  const centres = new Map<string, Promise<HelpCentre>>();
  return {
    async help(locale) {
      if (!compiled) return null;
      const load = () =>
        loadHelp('/help.json', locale, async (url) => JSON.parse(compiled.files[url.slice(1)]!) as unknown);
      const centre = centres.get(locale) ?? load();
      centres.set(locale, centre);
      return centre;
    },
    answers,
    model: (locale) => answers.get(nearestLocale(locale, [...answers.keys()]) ?? '')?.model ?? null,
  };
}

export interface Given {
  locale: string;
  /** What host functions answer, by name; one that is not there fails. */
  functions: Record<string, unknown>;
  /** Whether a team is there, by name; `*` is any other. Default: everybody is. */
  hours: Record<string, unknown>;
}

/** Answers as the page would. */
export function answersOf(world: World, { locale, functions, hours }: Given): Answers {
  return {
    async search(query, limit) {
      const articles = query.trim() ? ((await world.help(locale))?.search(query, limit) ?? []) : [];
      return articles.length ? { on: 'found', articles } : { on: 'none' };
    },
    async match(text, mode) {
      const model = world.model(locale);
      if (!model) return { on: 'none' };
      const { verdict, ranked } = classify(model, text, mode as Readiness);
      const follows = ranked.map(({ intent: { id, ...intent } }) => ({ intent: id, ...intent }));
      if (verdict === 'none') return { on: 'none' };
      if (verdict === 'unsure') return { on: 'unsure', suggestions: follows };
      const { title: _, ...sure } = follows[0]!;
      return { on: 'sure', confidence: ranked[0]!.confidence, ...sure };
    },
    async call(name) {
      const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
      return own === undefined || objectOf(own).fails === true ? { on: 'failed' } : { on: 'called', value: own };
    },
    async hours(team) {
      const own = team !== undefined && Object.hasOwn(hours, team) ? hours[team] : hours['*'];
      return { on: 'hours', isOpen: own !== false };
    },
  };
}
