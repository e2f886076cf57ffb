// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source
const identityFile = 'src/core/identity.ts';
const accounts = 'src/core/accounts.ts';
const connection = 'src/core/connection.ts';
const given = 'src/core/given.ts';

const signIn = 'test/core/identity.test.ts';
const signOut = 'test/core/logout.test.ts';
const knownUser = 'test/core/known-user.test.ts';
const givenAway = 'test/storage/given-away.test.ts';
const tabsLeaving = 'test/storage/tabs-leaving.test.ts';

/** Who is here: sessions, tokens, signing in and out. */
export const identity = [
  {
    name: 'one outbox for all users',
    ...{ guarantee: 'G9', file: accounts, tests: [knownUser] },
    find: 'disk: rows.of(principal),',
    replace: 'disk: rows.of(ANONYMOUS),',
    why: 'what one has waiting is sent as another',
  },
  {
    name: 'what was given to a known user is still anybody’s',
    ...{ guarantee: 'G9', file: given, tests: [givenAway] },
    find: 'epoch !== undefined && isGiven(now, epoch, to);',
    replace: 'false;',
    why: 'where the disk was full at a sign-in, the next tab shows and sends it as nobody’s',
  },
  {
    name: 'what was given to one user goes to the next',
    ...{ guarantee: 'G9', file: 'src/core/marker.ts', tests: [givenAway] },
    find: "return since.replaceAll(tagOf(to), '') !== '';",
    replace: "return to === '';",
    why: 'words of one user become another’s',
  },
  {
    name: 'an anonymous session in place of a missing token',
    ...{ guarantee: 'G9', file: connection, tests: ['test/core/connection.test.ts'] },
    find: '// worth another try, but never without a token: that would be another person',
    replace: 'return null;',
    why: 'a getToken that fails makes the user a stranger',
  },
  {
    name: 'other tabs learn that their visitor is known when the disk has answered',
    ...{ guarantee: 'G9', file: identityFile, tests: ['test/storage/changing-hands.test.ts'] },
    find: 'if (!isTold) shared?.end(knownEpoch(shared.epoch, principal), null);',
    replace: "if (!isTold) void from.disk.load('').then(() => shared?.end(knownEpoch(shared.epoch, principal), null));",
    why: 'their session is over, and they begin one of a stranger in which the rest of the words is lost',
  },
  {
    name: 'what can only be read is compared again by the next page',
    ...{ guarantee: 'G9', file: 'src/core/scope.ts', tests: ['test/core/recover.test.ts'] },
    find: 'if (isOver) cursors.set(conversation, OVER);',
    replace: '',
    why: 'words of a session that is over are said by another, and are gone from the screen at the next sign-in',
  },
  {
    name: 'who another tab has become is not learned',
    ...{ guarantee: 'G6', file: 'src/core/scope.ts', tests: ['test/core/recover.test.ts'] },
    find: "event.type === 'person' && origin === 'tab'",
    replace: "event.type === 'person' && origin === 'host'",
    why: 'whoever takes over takes the session for a stranger’s, and offers nothing of what was lost',
  },
  {
    name: 'a lost sign-in is not made once more',
    ...{ guarantee: 'G6', file: 'src/core/scope.ts', tests: ['test/core/recover.test.ts'] },
    find: 'if (former) return again(former);',
    replace: '',
    why: 'what was said before it is nobody’s any more, and is not followed',
  },
  {
    name: 'what was read of somebody who has left since is shown',
    ...{ guarantee: 'G9', file: identityFile, tests: ['test/storage/changing-hands.test.ts'] },
    find: 'accounts.shared?.check() === false || !isLast()',
    replace: '!isLast()',
    why: 'their words stand there until the tab hears of the logout',
  },
  {
    name: 'a replay that breaks off leaves a log of two lives',
    ...{ guarantee: 'G6', file: 'src/core/scope.ts', tests: ['test/core/recover-again.test.ts'] },
    find: 'for (const [id, cursor] of recovery.abandon()) {',
    replace: 'for (const [id, cursor] of [] as [string, string?][]) {',
    why: 'the next session goes on in the middle, and what was lost is not missed',
  },
  {
    name: 'a logout that is overtaken by a sign-in tells of nothing',
    ...{ guarantee: 'G9', file: identityFile, tests: ['test/storage/tabs-behind.test.ts'] },
    find: 'scope.isClosed ? known : scope.delivery.waiting()',
    replace: 'scope.delivery.waiting()',
    why: 'words are erased, and the host never hears of them',
  },
  {
    name: 'a tab that slept over its first word becomes a second visitor',
    ...{ guarantee: 'G9', file: 'src/core/scope.ts', tests: ['test/core/recover.test.ts'] },
    find: 'scope.secret || options.token ? null : await',
    replace: 'true ? null : await',
    why: 'its session takes the place of that in which the others speak',
  },
  {
    name: 'a failed sign-in goes on as nobody',
    ...{ guarantee: 'G9', file: identityFile, tests: [signIn] },
    find: "if (isLast()) store.apply({ type: 'status', status: 'paused' }, 'system');",
    replace: 'accounts.claim = undefined;\n    accounts.connect();',
    why: 'what was meant for an account is said by a stranger',
  },
  {
    name: 'somebody speaks while a sign-in is under way',
    ...{ guarantee: 'G9', file: accounts, tests: [signIn, knownUser] },
    find: 'if (isStopped || claim ||',
    replace: 'if (isStopped ||',
    why: 'the words of the next person leave as those of the last',
  },
  {
    name: 'a token of somebody else is taken',
    ...{ guarantee: 'G9', file: identityFile, tests: [knownUser] },
    find: 'if (principalOf(held) === principal) return held;',
    replace: 'return held;',
    why: 'the outbox of one is sent under the token of another',
  },
  {
    name: 'getToken is called twice at once',
    ...{ guarantee: 'G10', file: connection, tests: ['test/core/connection.test.ts'] },
    find: 'token: await token(),',
    replace: 'token: (await Promise.all([token(), token()]))[0],',
    why: 'the server of the host signs twice as many tokens, or refuses the second',
  },
  {
    name: 'a session that outlived its token is over',
    ...{ guarantee: 'G10', file: connection, tests: ['test/core/connection.test.ts'] },
    find: "|| (error.code === 'auth' && session !== null)",
    replace: '',
    why: 'nobody asks for a fresh token',
  },
  {
    name: 'a token that came too late connects',
    ...{ guarantee: 'G9', file: connection, tests: ['test/core/connection.test.ts'] },
    find: 'if (!isCurrent()) return;\n      const found',
    replace: 'const found',
    why: 'a session begins for one who has left',
  },
  {
    name: 'a session is not resumed',
    ...{ guarantee: 'G2', file: 'src/core/scope.ts', tests: ['test/core/scope.test.ts'] },
    find: 'return scope.secret;',
    replace: 'return null;',
    why: 'each page load is another person, to whom everything is sent anew',
  },
  {
    name: 'a restored log is offered to another session',
    ...{ guarantee: 'G9', file: 'src/core/scope.ts', tests: ['test/core/recover.test.ts'] },
    find: 'isSamePerson = !before',
    replace: 'isSamePerson = true || !before',
    why: 'what one wrote enters the log of another',
  },
  {
    name: 'rows stay behind at a sign-in',
    ...{ guarantee: 'G9', file: identityFile, tests: [signIn] },
    find: 'void from.write(found.map(([key]) => [key, undefined] as const));',
    replace: '',
    why: 'the next anonymous visitor reads them',
  },
  {
    name: 'what waits stays behind at a sign-in',
    ...{ guarantee: 'G4', file: 'src/core/delivery.ts', tests: [signIn] },
    find: 'to.adopt(items);',
    replace: '',
    why: 'a queued message is never sent',
  },
  {
    name: 'a logout erases before it reports',
    ...{ guarantee: 'G9', file: identityFile, tests: [signOut] },
    find: '  onUnsent(unsent);\n',
    replace:
      '  await Promise.all([principal, ANONYMOUS].map((left) => move(rows.of(left), null)));\n  onUnsent(unsent);\n',
    why: 'a page that dies in between has lost what was not sent',
  },
  {
    name: 'a logout does not tell the other tabs',
    ...{ guarantee: 'G9', file: identityFile, tests: [tabsLeaving] },
    find: 'shared?.end(LEAVING, secret);',
    replace: '',
    why: 'the epoch stays, and other tabs show who has left',
  },
  {
    name: 'a logout leaves the session running',
    ...{ guarantee: 'G9', file: identityFile, tests: [signOut] },
    find: 'if (session?.revoke) return session.revoke();',
    replace: 'if (session?.revoke) return;',
    why: 'a secret that was copied is still good',
  },
  {
    name: 'a logout erases nothing',
    ...{ guarantee: 'G9', file: identityFile, tests: [signOut] },
    find: 'erase(rows.of(left))',
    replace: 'Promise.resolve(rows.of(left))',
    why: 'the next person at this computer reads everything',
  },
  {
    name: 'words leave as somebody else',
    ...{ guarantee: 'G9', file: 'src/core/conversations.ts', tests: ['test/core/conversations.test.ts'] },
    find: 'if (scope.isClosed) throw',
    replace: 'if (!scope) throw',
    why: 'the person changed while the bot spoke',
  },
  {
    name: 'a person who left is still shown',
    ...{ guarantee: 'G9', file: 'src/core/store.ts', tests: ['test/core/store.test.ts'] },
    find: 'for (const list of lists.values()) list.value = [];',
    replace: '',
    why: 'whoever holds the list still has the transcript',
  },
  {
    name: 'a revocation ticket is dropped',
    ...{ guarantee: 'G9', file: 'src/core/marker.ts', tests: ['test/core/mark.test.ts'] },
    find: 'const left = tickets.filter((secret) => secret !== ticket);',
    replace: 'const left: string[] = [];',
    why: 'a session that was to be ended goes on for months',
  },
  {
    name: 'one marker for all apps',
    ...{ guarantee: 'G9', file: 'src/core/mark.ts', tests: ['test/core/mark.test.ts'] },
    find: '`sobani:${app}`',
    replace: "`sobani:${app && ''}`",
    why: 'a logout in one app is one in another',
  },
  {
    name: 'a typing timer outlives its person',
    ...{ guarantee: 'G13', file: 'src/core/typists.ts', tests: [signOut] },
    find: '        undo();',
    replace: '',
    why: 'a timer is left after destroy',
  },
];
