/** What the demo shop itself runs on. */

import { readIntent } from '../../src/help/answers/read-intent.js';
import { readFrontMatter } from '../../src/help/front-matter.js';
import type { Articles, Sources } from './sources.js';

const texts = (all: Record<string, unknown>, folder: string): Articles =>
  Object.fromEntries(Object.entries(all).map(([path, text]) => [path.slice(folder.length), String(text)]));

const articles = texts(
  import.meta.glob('../help/*/*.md', { query: '?raw', import: 'default', eager: true }),
  '../help/',
);
const intents = texts(
  import.meta.glob('../answers/*/*.md', { query: '?raw', import: 'default', eager: true }),
  '../answers/',
);

/** The intents as the page has them: one list a language. */
function answers(): string {
  const byLocale: Record<string, object[]> = {};
  for (const [path, text] of Object.entries(intents)) {
    const [locale = '', name = ''] = path.split('/');
    const { intent, questions } = readIntent(name.replace('.md', ''), text, () => {});
    byLocale[locale] = [...(byLocale[locale] ?? []), { ...intent, questions: questions.map((one) => one.text) }];
  }
  return `${JSON.stringify(byLocale, null, 2)}\n`;
}

/** Collections stand in a file that is not here. */
const alone = (text: string): string =>
  readFrontMatter(text, () => {}).collection ? text.replace(/^collection:.*\n/m, '') : text;

export async function shopSources(): Promise<Sources> {
  const [flows, rules] = await Promise.all(
    ['flows', 'rules'].map(async (name) => (await fetch(`/messenger/${name}.json`)).text()),
  );
  return {
    flows: flows!,
    rules: rules!,
    articles: Object.fromEntries(Object.entries(articles).map(([path, text]) => [path, alone(text)])),
    answers: answers(),
  };
}
