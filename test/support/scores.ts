/** The answer model in another engine: its numbers must be those of Node. */
import { readFileSync } from 'node:fs';
import { build, type Rolldown } from 'vite';
import type { Tab } from './engine.js';

/** Of the scores of some hundred questions, to the last bit, in Node. */
export const hashInNode = (): string => readFileSync('test/help/golden/answers-scores.txt', 'utf8').trim();

/** The same of the browser that the tab is in. */
export async function hashIn(tab: Tab): Promise<string> {
  const [bundle] = (await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, lib: { entry: 'test/help/answers-many.ts', formats: ['iife'], name: 'answers' } },
  })) as Rolldown.RolldownOutput[];
  return tab.ask<[], string>(`() => { ${bundle!.output[0].code}; return answers.hashOfScores(); }`);
}
