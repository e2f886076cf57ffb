/**
 * The flow that answers where the host has an answer model, or a matcher, and no flows of its own: what the words are about,
 * else what the help centre has, else a person.
 */
export const BUILT_IN = {
  v: 1,
  messages: {
    en: {
      suggest: 'Which of these is it about?',
      solved: 'Did that help?',
      found: 'I found this in our help centre:',
      glad: 'Glad to hear it. Write here whenever there is something else.',
      person: 'I am passing you on to a person. They will answer here.',
    },
    ja: {
      suggest: '次のどれについてのご質問でしょうか？',
      solved: '問題は解決しましたか？',
      found: 'ヘルプセンターにこちらの記事があります。',
      glad: 'お役に立てて何よりです。ほかにもご不明な点があれば、いつでもお書きください。',
      person: '担当者におつなぎします。こちらでお返事します。',
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
        match: { match: { save: 'intent', suggest: '@suggest', none: 'search' }, next: 'solved' },
        solved: { resolved: { text: '@solved', yes: 'glad', no: 'search' } },
        search: { search: { query: 'vars.question', found: '@found', next: 'glad', none: 'person' } },
        glad: { say: '@glad' },
        person: { handoff: { text: '@person', reason: 'no-answer' } },
      },
    },
  ],
};
