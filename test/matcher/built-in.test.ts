import { describe, expect, it } from 'vitest';
import { pick } from '../../src/core/text.js';
// brings the English words
import { words } from '../../src/flows/words.js';
import { languages } from '../../src/i18n/languages.js';
import { loadLanguage } from '../../src/i18n/translate.js';
import { builtIn } from '../../src/matcher/built-in.js';

let locale = 'en';
const { messages, flows } = builtIn(() => locale);
const [{ start, steps }] = flows as [(typeof flows)[0]];

describe('the built-in flow', () => {
  it('leads from step to step, and ends with an answer or a person', () => {
    const targets = JSON.stringify(steps).matchAll(/"(?:next|none|yes|no)":"(\w+)"/g);
    const named = [start, ...[...targets].map(([, target]) => target!)];
    expect(new Set(named)).toEqual(new Set(Object.keys(steps)));
    expect(steps.glad).not.toHaveProperty('next');
    expect(steps.person).toHaveProperty('handoff');
  });

  it.each(['en', ...Object.keys(languages)])('says all that it says in %s', async (language) => {
    await loadLanguage(language);
    locale = language;
    const said = [...JSON.stringify(steps).matchAll(/"@(\w+)"/g)].map(([, key]) => key!);
    expect(said).toEqual(Object.keys(messages.en));
    for (const key of said) expect(pick(`@${key}`, locale, messages)).toBe(words(locale).glad);
    expect(words(locale).glad).not.toBe('');
  });
});
