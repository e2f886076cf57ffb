/** Fetches the answer model and makes it ready, without holding up the page. */
import type { Model } from './classify.js';
import { parseAnswers, parseAnswersManifest, unpack } from './parse.js';

export interface LoadOptions {
  /** Of `answers.json`; the other files are looked for beside it. */
  manifestUrl: string;
  /** Nearest first: `pt-BR`, then `pt`, then the fallback of the manifest. */
  locale: string;
  fetchJson(url: string): Promise<unknown>;
  /** The file that trains, which only the text form needs. */
  trainer(): Promise<Pick<typeof import('./train.js'), 'train' | 'trainInSlices'>>;
  /** Until the page has time for the next few milliseconds. */
  pause(): Promise<void>;
}

/** Rejects with what `fetchJson`, `trainer` or `pause` do, or `invalid` with the path of what was wrong. */
export async function loadAnswers(options: LoadOptions): Promise<Model> {
  const { manifestUrl, locale, fetchJson } = options;
  const { locales, fallback } = parseAnswersManifest(await fetchJson(manifestUrl));
  const wanted = [locale, locale.split('-')[0]!].map((one) =>
    Object.keys(locales).find((has) => has.toLowerCase() === one.toLowerCase()),
  );
  const name = locales[wanted.find((one) => one) ?? fallback]!;
  const folder = manifestUrl.replace(/[?#].*$/, '').replace(/[^/]*$/, '');
  const file = parseAnswers(await fetchJson(folder + name));
  if (file.weights) return unpack(file, file.weights);
  const { train, trainInSlices } = await options.trainer();
  return trainInSlices(train(file, file.text!.questions), () => options.pause());
}
