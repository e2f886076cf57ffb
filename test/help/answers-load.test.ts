import { describe, expect, it } from 'vitest';
import { classify } from '../../src/help/answers/classify.js';
import { compile, toModel } from '../../src/help/answers/compile.js';
import { type LoadOptions, loadAnswers } from '../../src/help/answers/load.js';
import * as trainer from '../../src/help/answers/train.js';
import { INTENTS, LEARNED, learn, manyQuestions } from './answers-train.js';

const weights = compile('ja', INTENTS, manyQuestions(40), { form: 'weights', measure: false }).file;
const FILES: Record<string, unknown> = {
  '/a/answers.json?v=2': { v: 1, locales: { en: 'answers-en.json', ja: 'answers-ja.json' }, fallback: 'en' },
  '/a/answers-en.json': learn(),
  '/a/answers-ja.json': weights,
};

function load(locale: string, changes: Partial<LoadOptions> = {}) {
  const asked: string[] = [];
  const model = loadAnswers({
    manifestUrl: '/a/answers.json?v=2',
    locale,
    fetchJson: async (url) => {
      asked.push(url);
      return structuredClone(FILES[url]);
    },
    trainer: async () => {
      asked.push('trainer');
      return trainer;
    },
    pause: async () => void asked.push('pause'),
    ...changes,
  });
  return { asked, model };
}

describe('the answer model is loaded', () => {
  it('in the language that is nearest', async () => {
    for (const [locale, file] of [
      ['en-GB', 'answers-en.json'],
      ['JA', 'answers-ja.json'],
      ['fr', 'answers-en.json'],
    ]) {
      const { asked, model } = load(locale!);
      await model;
      expect(asked.slice(0, 2)).toEqual(['/a/answers.json?v=2', `/a/${file}`]);
    }
  });

  it('and trained between pauses where it is questions', async () => {
    const { asked, model } = load('en');
    expect(classify(await model, 'money back please').ranked[0]!.intent.id).toBe('refund');
    expect(asked.slice(2, 4)).toEqual(['trainer', 'pause']);
    expect(await model).toEqual(toModel(learn()));
    expect(Object.keys(LEARNED)).toHaveLength((await model).biases.length);
  });

  it('and without the trainer where it is weights', async () => {
    const { asked, model } = load('ja', { trainer: () => Promise.reject(new Error('not needed')) });
    expect(await model).toEqual(toModel(weights));
    expect(asked).not.toContain('pause');
  });

  it('or not at all, with what was wrong', async () => {
    await expect(load('en', { fetchJson: async () => ({}) }).model).rejects.toMatchObject({
      code: 'invalid',
      path: 'v',
    });
    await expect(load('en', { fetchJson: () => Promise.reject(new Error('offline')) }).model).rejects.toThrow(
      'offline',
    );
    await expect(load('en', { trainer: () => Promise.reject(new Error('gone')) }).model).rejects.toThrow('gone');
    await expect(load('en', { pause: () => Promise.reject(new Error('left')) }).model).rejects.toThrow('left');
  });
});
