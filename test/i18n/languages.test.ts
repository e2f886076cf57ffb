import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en.js';
import { enChannels } from '../../src/i18n/en-channels.js';
import { enHelp } from '../../src/i18n/en-help.js';
import { enMasking } from '../../src/i18n/en-masking.js';
import { enParts } from '../../src/i18n/en-parts.js';
import { enProactive } from '../../src/i18n/en-proactive.js';
import { enScreens } from '../../src/i18n/en-screens.js';
import { enShare } from '../../src/i18n/en-share.js';
import { enSurvey } from '../../src/i18n/en-survey.js';
import { enTranscript } from '../../src/i18n/en-transcript.js';
import { languages } from '../../src/i18n/languages.js';

const later = {
  ...{ ...enScreens, ...enHelp, ...enShare, ...enMasking, ...enParts, ...enSurvey },
  ...{ ...enChannels, ...enTranscript, ...enProactive },
};
const english: Record<string, string | Record<string, string>> = { ...en, ...later };
const holes = (text: string | Record<string, string>) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort();

describe.each(Object.keys(languages))('the texts in %s', (language) => {
  it('are all there, with the same values to put in', async () => {
    const { strings } = await languages[language]!();
    expect(Object.keys(strings).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(strings)) {
      expect([key, holes(text)]).toEqual([key, holes(english[key]!)]);
    }
  });

  it('have every plural form that the language has', async () => {
    const { strings } = await languages[language]!();
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const text of Object.values(strings)) {
      if (typeof text !== 'string') expect(Object.keys(text).sort()).toEqual([...forms].sort());
    }
  });
});

it('no text of the first screen is said twice in the files', () => {
  expect(Object.keys(en).filter((key) => key in later)).toEqual([]);
});
