// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source
const indexeddb = 'src/storage/indexeddb.ts';
const vault = 'src/storage/vault.ts';
const election = 'src/storage/election.ts';
const share = 'src/storage/share.ts';
const open = 'src/storage/open-storage.ts';
const tabsFile = 'src/storage/tabs.ts';
const draftsFile = 'src/storage/drafts.ts';

const database = 'test/storage/indexeddb.test.ts';
const vaultTest = 'test/storage/vault.test.ts';
const opening = 'test/storage/open-storage.test.ts';
const electionTest = 'test/storage/election.test.ts';
const tabs = 'test/storage/tabs.test.ts';
const tabsOutbox = 'test/storage/tabs-outbox.test.ts';
const tabsLeaving = 'test/storage/tabs-leaving.test.ts';
const tabsBehind = 'test/storage/tabs-behind.test.ts';
const drafts = 'test/storage/drafts.test.ts';
const draftsOwner = 'test/storage/drafts-owner.test.ts';

/** What survives a reload, and what tabs tell each other. */
export const storage = [
  {
    name: 'saved when the request succeeded',
    ...{ guarantee: 'G1', file: indexeddb, tests: [database] },
    find: 'await promisifyRequest(store.transaction);',
    replace: '',
    why: 'the transaction may still abort, or the browser be killed',
  },
  {
    name: 'what is taken back before anything is kept is erased later',
    ...{ guarantee: 'G1', file: vault, tests: [vaultTest] },
    find: 'if (isOpen || row !== undefined) memory.set(key, row);',
    replace: 'if (memory) memory.set(key, row);',
    why: 'it may be the session that another tab has got since',
  },
  {
    name: 'a tab whose visitor has left erases everything of theirs',
    ...{ guarantee: 'G9', file: 'src/storage/share.ts', tests: ['test/storage/changing-hands.test.ts'] },
    find: 'gone.map((key) => [key, undefined])',
    replace: "(await scope.disk.load('')).map(([key]) => [key, undefined])",
    why: 'they may be back already, in the tab that let somebody else go',
  },
  {
    name: 'the outbox of other tabs is never read again',
    ...{ guarantee: 'G2', file: 'src/storage/tabs.ts', tests: [tabsOutbox] },
    find: '    isAlone = false;',
    replace: '',
    why: 'what a tab has written that could not tell waits, and its order is lost',
  },
  {
    name: 'what was given up and is written after all has two places',
    ...{ guarantee: 'G2', file: vault, tests: [vaultTest] },
    find: 'changes.length ? changes : make(',
    replace: 'make(',
    why: 'the second one is sent again by whoever reads it',
  },
  {
    name: 'what was given up is numbered and written by a disk that comes to it later',
    ...{ guarantee: 'G2', file: vault, tests: [vaultTest] },
    find: 'isGivenUp ? [] : ',
    replace: '',
    why: 'it has another place by then, and the row that nobody knows of stays',
  },
  {
    name: 'a database of a later version is not opened',
    ...{ guarantee: 'G14', file: indexeddb, tests: [database] },
    find: 'indexedDB.open(name)',
    replace: 'indexedDB.open(name, 1)',
    why: 'a page that was there before becomes a new visitor, and its words live in memory',
  },
  {
    name: 'relaxed durability',
    ...{ guarantee: 'G1', file: indexeddb, tests: [database] },
    find: "durability: 'strict'",
    replace: "durability: 'relaxed'",
    why: 'what was typed is lost with the power',
  },
  {
    name: 'a dead connection is kept',
    ...{ guarantee: 'G1', file: indexeddb, tests: [database] },
    find: 'database = undefined;\n        if (isRetry',
    replace: 'if (isRetry',
    why: 'a browser that closes connections in the background ends all saving',
  },
  {
    name: 'a newer row is forgotten',
    ...{ guarantee: 'G1', file: vault, tests: [vaultTest] },
    find: 'if (memory.get(key) === row) memory.delete(key);',
    replace: 'memory.delete(key);',
    why: 'what the disk refused meanwhile is nowhere',
  },
  {
    name: 'a refused write is said to be saved',
    ...{ guarantee: 'G1', file: vault, tests: [vaultTest] },
    find: 'refused();\n      return false;',
    replace: 'refused();\n      return true;',
    why: 'a full disk is claimed to have it',
  },
  {
    name: 'one namespace for all',
    ...{ guarantee: 'G9', file: vault, tests: [vaultTest] },
    find: 'const root = `${principal}/`;\n      return {',
    replace: "const root = principal && 'a/';\n      return {",
    why: 'a user reads the rows of another',
  },
  {
    name: 'what was refused is appended behind',
    ...{ guarantee: 'G3', file: vault, tests: [vaultTest] },
    find: 'if ((await write([])) && disk) {',
    replace: 'if (disk) {',
    why: 'a later message gets an earlier place',
  },
  {
    name: 'memory outlives a logout',
    ...{ guarantee: 'G9', file: vault, tests: [vaultTest] },
    find: 'memory.clear();',
    replace: '',
    why: 'rows of who has left are written for the next',
  },
  {
    name: 'a reader does not wait for an append',
    ...{ guarantee: 'G2', file: vault, tests: [vaultTest] },
    find: 'await appending.get(principal);',
    replace: '',
    why: 'a message that is being saved is neither seen nor erased',
  },
  {
    name: 'one bad row stops the load',
    ...{ guarantee: 'G14', file: 'src/storage/parse-rows.ts', tests: ['test/storage/parse-rows.test.ts'] },
    find: 'errors.push(new SobaniError(',
    replace: 'throw (new SobaniError(',
    why: 'the outbox is lost with a row that nobody can read',
  },
  {
    name: 'a spoilt text stops the load',
    ...{ guarantee: 'G14', file: 'src/storage/session.ts', tests: ['test/storage/session.test.ts'] },
    find: '    return text;\n',
    replace: "    throw new Error('spoilt');\n",
    why: 'all rows are lost with one',
  },
  {
    name: 'what another tab sent is sent again',
    ...{ guarantee: 'G2', file: 'src/storage/merge-rows.ts', tests: [tabsOutbox] },
    find: 'delivery.forget(message.id, message.conversation);\n    const held',
    replace: 'const held',
    why: 'it is in the log, and still in this outbox',
  },
  {
    name: 'how far another tab was is taken for what was read',
    ...{ guarantee: 'G6', file: 'src/storage/merge-rows.ts', tests: [tabsBehind] },
    find: 'surely.set(id, cursors.get(id));',
    replace: 'void 0;',
    why: 'the messages in between are never asked for',
  },
  {
    name: 'what a tab dropped that only asked who is signed in is not read again',
    ...{ guarantee: 'G7', file: tabsFile, tests: [tabsBehind] },
    find: "// what that session has dropped, and not brought yet\n        void read(['']);",
    replace: '',
    why: 'the log is empty in one tab',
  },
  {
    name: 'what another tab gave up stays',
    ...{ guarantee: 'G7', file: 'src/storage/merge-rows.ts', tests: [tabsOutbox] },
    find: 'if (!gone) continue;',
    replace: 'if (gone || !gone) continue;',
    why: 'tabs show different transcripts',
  },
  {
    name: 'what another tab was told is not shown',
    ...{ guarantee: 'G7', file: 'src/storage/merge-rows.ts', tests: [tabs] },
    find: "store.apply({ type: 'message', message }, 'tab');",
    replace: '',
    why: 'an answer is seen in one tab only',
  },
  {
    name: 'what was read elsewhere is not told',
    ...{ guarantee: 'G7', file: 'src/storage/merge-rows.ts', tests: [tabs] },
    find: 'session?.read?.(id, readTo);',
    replace: 'void 0;',
    why: 'the agent does not see that it was read',
  },
  {
    name: 'a frozen tab keeps the connection',
    ...{ guarantee: 'G7', file: election, tests: [electionTest] },
    find: 'if (!isLate || isSure) return take();',
    replace: '',
    why: 'the lock is never stolen, and no tab is connected',
  },
  {
    name: 'a frozen tab is waited for too long',
    ...{ guarantee: 'G7', file: 'src/core/times.ts', tests: [electionTest] },
    find: 'steal = 10_000;',
    replace: 'steal = 20_000;',
    why: 'for half a minute no tab is connected',
  },
  {
    name: 'two tabs lead for ever',
    ...{ guarantee: 'G7', file: election, tests: [electionTest] },
    find: 'else if (release && frame.id < id) lose();',
    replace: 'else if (release && frame.id < id) return;',
    why: 'a browser without locks holds several connections',
  },
  {
    name: 'every tab connects',
    ...{ guarantee: 'G7', file: election, tests: [tabs] },
    find: 'return release !== null;',
    replace: 'return true;',
    why: 'five tabs are five connections',
  },
  {
    name: 'a hint is believed',
    ...{ guarantee: 'G9', file: tabsFile, tests: [tabs] },
    find: 'if (Array.isArray(frame.keys)) hint(',
    replace:
      "for (const message of (frame as never as { messages?: never[] }).messages ?? []) store.apply({ type: 'message', message }, 'tab');\n        if (Array.isArray(frame.keys)) hint(",
    why: 'any script on the channel puts words into the transcript',
  },
  {
    name: 'what waits elsewhere is not seen',
    ...{ guarantee: 'G3', file: tabsFile, tests: [tabsOutbox] },
    find: 'scope.delivery.restore(found.outbox);\n    const here',
    replace: 'const here',
    why: 'the tab that leads sends its own first',
  },
  {
    name: 'a channel stays open',
    ...{ guarantee: 'G13', file: tabsFile, tests: [tabsLeaving] },
    find: 'election.leave();\n      channel?.close();',
    replace: 'election.leave();',
    why: 'something is left after destroy',
  },
  {
    name: 'a tab that leaves keeps the lock',
    ...{ guarantee: 'G13', file: tabsFile, tests: [tabs] },
    find: 'election.leave();',
    replace: '',
    why: 'no other tab may connect',
  },
  {
    name: 'an evicted tab keeps its transcript',
    ...{ guarantee: 'G9', file: share, tests: [tabsLeaving] },
    find: 'evict(now);',
    replace: '',
    why: 'the next person reads it in the other tab',
  },
  {
    name: 'what an evicted tab had is not reported',
    ...{ guarantee: 'G4', file: share, tests: [tabsLeaving] },
    find: 'onEvicted(unsent);',
    replace: 'onEvicted([]);',
    why: 'words that were nowhere else are gone without a word',
  },
  {
    name: 'a logout that was cut short is not finished',
    ...{ guarantee: 'G9', file: open, tests: [opening] },
    find: 'await opened.remove();\n      settleMarker',
    replace: 'settleMarker',
    why: 'the rows of who has left are read by the next page',
  },
  {
    name: 'tickets are never redeemed',
    ...{ guarantee: 'G9', file: open, tests: [opening] },
    find: 'redeem(accounts, tickets).catch(() => {});',
    replace: 'void redeem;',
    why: 'a session whose user signed out offline goes on',
  },
  {
    name: 'a draft outlives whoever typed it',
    ...{ guarantee: 'G9', file: draftsFile, tests: [draftsOwner] },
    find: 'others = others.filter((it) => it.epoch === epoch || isAfter(epoch, it.epoch));',
    replace: '',
    why: 'the next person at this tab reads what was typed before a logout elsewhere',
  },
  {
    name: 'a draft is shown to whoever is known',
    ...{ guarantee: 'G9', file: draftsFile, tests: [draftsOwner] },
    find: ': it.principal === principal;',
    replace: ': true;',
    why: 'the words of one user are in the composer of another',
  },
  {
    name: 'a draft stays when its person is cleared',
    ...{ guarantee: 'G9', file: draftsFile, tests: [draftsOwner] },
    find: "    drafts.value = new Map();\n    epoch = '';",
    replace: "    epoch = '';",
    why: 'after a logout the composer still has the words',
  },
  {
    name: 'whoever becomes known in another tab gets what was typed here',
    ...{ guarantee: 'G9', file: draftsFile, tests: [draftsOwner] },
    find: 'knownEpoch(it.epoch, principal) === epoch',
    replace: 'isAfter(epoch, it.epoch)',
    why: 'a second user gets what the first one typed before they were known',
  },
  {
    name: 'a draft is kept where nothing may be',
    ...{ guarantee: 'G12', file: draftsFile, tests: [drafts] },
    find: "const mayKeep = options.storage !== 'none';",
    replace: 'const mayKeep = true;',
    why: "storage: 'none' stores",
  },
  {
    name: 'a draft that was sent is saved no more',
    ...{ guarantee: 'G7', file: draftsFile, tests: [drafts] },
    find: 'if (!drafts.value.get(conversation)) save();',
    replace: 'if (!drafts.value.get(conversation)) return;',
    why: 'what was sent is in the composer again after a reload',
  },
  {
    name: 'a draft is not saved when the page goes away',
    ...{ guarantee: 'G7', file: draftsFile, tests: [drafts] },
    find: "on?.('pagehide', flush, { signal });",
    replace: '',
    why: 'the last second of typing is lost at each page load',
  },
];
