// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source
const world = 'test/core/scope.test.ts';

/** What is said to the host, and what is let in. */
export const core = [
  {
    name: 'an event overtakes the one before',
    ...{ guarantee: 'G6', file: 'src/core/store.ts', tests: ['test/core/store.test.ts'] },
    find: 'if (draining) return;',
    replace: '',
    why: 'listeners see what followed before what caused it',
  },
  {
    name: 'a long text is cut',
    ...{ guarantee: 'G15', file: 'src/core/conversations.ts', tests: [world] },
    find: "throw new SobaniError('too-large',",
    replace: "return text.slice(0, LIMITS.text);\n    throw new SobaniError('too-large',",
    why: 'a limit truncates instead of refusing',
  },
  {
    name: 'a limit is another one',
    ...{ guarantee: 'G15', file: 'src/core/limits.ts', tests: [world] },
    find: 'text = 10_000;',
    replace: 'text = 10_001;',
    why: 'a message passes here that the other side refuses',
  },
  {
    name: 'words overtake those of the bot',
    ...{ guarantee: 'G3', file: 'src/core/conversations.ts', tests: ['test/core/conversations.test.ts'] },
    find: 'await conversations.beforeWrite?.(conversation);',
    replace: 'void conversations.beforeWrite?.(conversation);',
    why: 'an answer enters the log before its question',
  },
  {
    name: 'a conversation that has ended is written to',
    ...{ guarantee: 'G4', file: 'src/core/current.ts', tests: ['test/core/conversations.test.ts'] },
    find: "view.screen === 'conversation' && goesOn(view.id) ?",
    replace: "view.screen === 'conversation' ?",
    why: 'what is written next is refused',
  },
  {
    name: 'a rejection shows up on the host',
    ...{ guarantee: 'G13', file: 'src/core/guard.ts', tests: ['test/core/guard.test.ts'] },
    find: 'answer.catch(() => {});',
    replace: '',
    why: 'the error reporting of the page is full of ours',
  },
  {
    name: "a listener of the host's stops the messenger",
    ...{ guarantee: 'G13', file: 'src/core/emitter.ts', tests: ['test/core/store.test.ts'] },
    find: "console.error('sobani: a listener threw', error);",
    replace: 'throw error;',
    why: 'a mistake of the page ends what comes after it',
  },
  {
    name: 'what an earlier visit brought is told again',
    ...{ guarantee: 'G2', file: 'src/core/emitter.ts', tests: ['test/core/store.test.ts'] },
    find: "if (origin === 'disk') return;",
    replace: '',
    why: 'the host counts every message once a page load',
  },
  {
    name: 'what could not be loaded is never tried again',
    ...{ guarantee: 'G13', file: 'src/core/lazy.ts', tests: ['test/core/lazy.test.ts'] },
    find: 'if (get.made === own) get.reset();',
    replace: '',
    why: 'one chunk that did not come ends the messenger until a reload',
  },
  {
    name: 'a listener is told an old value last',
    ...{ guarantee: 'G7', file: 'src/core/signal.ts', tests: ['test/core/signal.test.ts'] },
    find: '[...listeners]) listener(held);',
    replace: '[...listeners]) listener(next);',
    why: 'badge and transcript differ',
  },
  {
    name: 'conditions read what is inherited',
    ...{ guarantee: 'G11', file: 'src/core/match.ts', tests: ['test/core/match.test.ts'] },
    find: '|| !Object.hasOwn(value, key)) return undefined;',
    replace: ') return undefined;',
    why: 'a flow looks into prototypes',
  },
  {
    name: 'an option is right when a part of it is',
    ...{ guarantee: 'G15', file: 'src/core/options.ts', tests: ['test/core/options.test.ts'] },
    find: '`^(${pattern})$`',
    replace: '`^(${pattern})`',
    why: 'bad input passes the border',
  },
  {
    name: 'the code of an error is lost',
    ...{ guarantee: 'G15', file: 'src/core/errors.ts', tests: ['test/core/guard.test.ts'] },
    find: 'if (thrown instanceof SobaniError) return thrown;',
    replace: '',
    why: 'nobody can tell a limit from a failure',
  },
];
