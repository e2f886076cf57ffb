// What a matcher of the host's must not be able to do.
const harm = ['test/matcher/harm.test.ts'];
const streams = ['test/matcher/streams.test.ts'];

export const matcher = [
  {
    name: 'what a matcher did not finish stays on the screen',
    ...{ guarantee: 'G7', file: 'src/matcher/ask.ts', tests: harm },
    find: `    hide();
    typing(false);`,
    replace: '    typing(false);',
    why: 'half of an answer is read that nobody has given',
  },
  {
    name: 'a matcher is believed any confidence',
    ...{ guarantee: 'G13', file: 'src/matcher/parse.ts', tests: harm },
    find: "typeof confidence === 'number' && confidence >= 0 && confidence <= 1",
    replace: 'true',
    why: 'what is not sure, or broken, is shown as sure',
  },
  {
    name: 'a matcher that has stalled is waited for',
    ...{ guarantee: 'G13', file: 'src/matcher/receive.ts', tests: harm },
    find: 'Math.min(TIMES.matcherPiece, ends - clock.now())',
    replace: 'ends - clock.now()',
    why: 'the visitor waits a minute for nothing',
  },
  {
    name: 'a matcher cites articles that there are not',
    ...{ guarantee: 'G13', file: 'src/matcher/parse.ts', tests: harm },
    find: "typeof article === 'string' ? titleOf(article) : undefined",
    replace: "typeof article === 'string' ? (titleOf(article) ?? title) : undefined",
    why: 'a link leads nowhere, under a title that was made up',
  },
  {
    name: 'a matcher makes links of anything',
    ...{ guarantee: 'G13', file: 'src/matcher/parse.ts', tests: harm },
    find: '/^https?:$/.test(protocol) && !username && !password && ',
    replace: '',
    why: 'a script, or an address that hides its host, is one press away',
  },
  {
    name: 'a person shares a conversation with a matcher',
    ...{ guarantee: 'G7', file: 'src/matcher/consult.ts', tests: streams },
    find: "if (event.conversation.status !== 'bot') over();",
    replace: '',
    why: 'two answer at once, and one of them is a machine',
  },
  {
    name: 'an answer is said again after a reload',
    ...{ guarantee: 'G2', file: 'src/matcher/consult.ts', tests: streams },
    find: 'messages.some((message) => message.id === id)',
    replace: 'false',
    why: 'the visitor reads everything twice',
  },
  {
    name: 'an answer is shown before it is known to be sure',
    ...{ guarantee: 'G7', file: 'src/matcher/ask.ts', tests: streams },
    find: 'confidence !== undefined && confidence >= sure',
    replace: '(confidence ?? 1) >= sure',
    why: 'guesses are read, and then taken away',
  },
  {
    name: 'a suggestion that is pressed is guessed at again',
    ...{ guarantee: 'G13', file: 'src/matching.ts', tests: streams },
    find: '(seen.model, text) : undefined',
    replace: "(seen.model, '') : undefined",
    why: 'the visitor chooses, and is asked to choose once more',
  },
];
