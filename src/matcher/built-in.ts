import { translate } from '../i18n/translate.js';

/**
 * The flow that answers where the host has an answer model, or a matcher, and no flows of its own: what the words are about,
 * else what the help centre has, else a person. What its steps do not say is what such steps say of themselves.
 * @param locale the visitor's at the time
 */
export const builtIn = (locale: () => string) => ({
  v: 1,
  messages: {
    en: {
      get glad() {
        return translate(locale())('bot-glad');
      },
    },
  },
  flows: [
    {
      id: 'answers',
      version: 1,
      trigger: { on: 'message' },
      start: 'keep',
      steps: {
        // what is written later takes the place of the question
        keep: { set: { question: '{{vars.message}}' }, next: 'match' },
        match: { match: { save: 'intent', none: 'search' }, next: 'solved' },
        solved: { resolved: { yes: 'glad', no: 'search' } },
        search: { search: { query: 'vars.question', next: 'glad', none: 'person' } },
        glad: { say: '@glad' },
        person: { handoff: { reason: 'no-answer' } },
      },
    },
  ],
});
