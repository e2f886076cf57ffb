const gateway = 'src/relay/gateway.ts';
const feed = 'src/relay/feed.ts';
const sqliteStore = 'src/relay/sqlite-store.ts';
const store = 'test/relay/store.test.ts';
const conversation = 'test/relay/conversation.test.ts';
const replay = 'test/relay/replay.test.ts';
const identity = 'test/relay/identity.test.ts';
const limits = 'test/relay/limits.test.ts';
const idor = 'test/relay/idor.test.ts';
const torn = 'test/relay/faults/torn.test.ts';
const restore = 'test/relay/faults/restore.test.ts';

/** The relay’s log: stored, numbered, replayed, shown to whom it belongs. */
export const relayLog = [
  {
    name: 'acknowledged before the commit',
    ...{ guarantee: 'G5', file: 'src/relay/group-commit.ts', tests: [store] },
    find: 'db.commit();',
    replace: 'setImmediate(() => db.commit());',
    why: 'a relay that dies has lost what it said to have',
  },
  {
    name: 'a failed commit is not rolled back',
    ...{ guarantee: 'G5', file: 'src/relay/group-commit.ts', tests: [store] },
    find: 'db.rollback();',
    replace: '',
    why: 'half of a turn is written with the next one',
  },
  {
    name: 'a commit is not flushed',
    ...{ guarantee: 'G5', file: 'src/relay/sqlite.ts', tests: [store] },
    find: 'PRAGMA synchronous = FULL',
    replace: 'PRAGMA synchronous = NORMAL',
    why: 'the last acknowledged messages go with the power',
  },
  {
    name: 'the id of a message is not looked up',
    ...{ guarantee: 'G2', file: sqliteStore, tests: [conversation] },
    find: 'const same = found ?',
    replace: 'const same = found && !found ?',
    why: 'a resend is refused, or stored twice',
  },
  {
    name: 'time goes back',
    ...{ guarantee: 'G8', file: sqliteStore, tests: [store] },
    find: 'Math.max(now(), before?.at ?? 0)',
    replace: 'now()',
    why: 'a clock of the server that is set puts an answer before its question',
  },
  {
    name: 'a restored log keeps its epoch',
    ...{ guarantee: 'G6', file: 'src/relay/sqlite.ts', tests: [replay] },
    find: `if (newEpoch) db.exec("DELETE FROM meta WHERE key = 'epoch'");`,
    replace: '',
    why: 'cursors of what is lost are continued',
  },
  {
    name: 'a cursor of another life is good',
    ...{ guarantee: 'G6', file: 'src/relay/ids.ts', tests: [replay] },
    find: 'life !== epoch ||',
    replace: '',
    why: 'a client skips what is at those places now',
  },
  {
    name: 'lost commits are not looked for',
    ...{ guarantee: 'G5', file: 'src/relay/sqlite.ts', tests: [torn] },
    find: 'newEpoch ? 0 : lostFrames(path)',
    replace: '0 * lostFrames.length',
    why: 'a torn log is opened, and acknowledged messages are gone',
  },
  {
    name: 'a commit index is not believed',
    ...{ guarantee: 'G5', file: 'src/relay/sqlite-tail.ts', tests: [torn] },
    find: 'return last.frames - intact(log, last.salts, last.frames);',
    replace: 'return 0 * intact(log, last.salts, last.frames);',
    why: 'a torn log is opened, and acknowledged messages are gone',
  },
  {
    name: 'a damaged row is shown',
    ...{ guarantee: 'G5', file: 'src/relay/sqlite-sums.ts', tests: [torn] },
    find: 'if (row.sum === sumOf(',
    replace: 'if (row || row === sumOf(',
    why: 'somebody reads what nobody wrote',
  },
  {
    name: 'rows of an earlier relay have no sums',
    ...{ guarantee: 'G14', file: 'src/relay/sqlite-schema.ts', tests: [restore] },
    find: 'if (version === 1) sumEarlierRows(db);',
    replace: '',
    why: 'an update makes the database unreadable',
  },
  {
    name: 'conversations stay with nobody at a sign-in',
    ...{ guarantee: 'G2', file: 'src/relay/sqlite-people.ts', tests: [identity] },
    find: 'for (const row of moved) saveConversation(row);',
    replace: '',
    why: 'they are deleted with the anonymous person',
  },
  {
    name: 'what came before the welcome is dropped',
    ...{ guarantee: 'G4', file: gateway, tests: [conversation] },
    find: 'for (const frame of frames) handle(visitor, frame);',
    replace: 'void frames;',
    why: 'an ask is never answered',
  },
  {
    name: 'the wait is not told',
    ...{ guarantee: 'G15', file: gateway, tests: [limits] },
    find: '...(retryAfter !== undefined && { retryAfter }),',
    replace: '',
    why: 'whoever is refused comes back at once',
  },
  {
    name: 'a flood is served',
    ...{ guarantee: 'G15', file: gateway, tests: [limits] },
    find: "if (frames.take('')) {",
    replace: "if (frames.take('') < 0) {",
    why: 'one visitor takes the time of all',
  },
  {
    name: 'live events are told during the replay',
    ...{ guarantee: 'G6', file: feed, tests: [replay] },
    find: "if (mode === 'live') tell(event);",
    replace: "if (mode !== 'off') tell(event);",
    why: 'what is before them is skipped',
  },
  {
    name: 'a replay with a hole',
    ...{ guarantee: 'G6', file: feed, tests: [replay] },
    find: 'if (isHole || (',
    replace: 'if ((',
    why: 'a transcript that lacks messages pretends to be whole',
  },
  {
    name: 'a message is told twice',
    ...{ guarantee: 'G2', file: feed, tests: [replay] },
    find: 'if (seq <= (told.get(conversation) ?? 0)) return;',
    replace: '',
    why: 'once by the replay, and once as it happened',
  },
  {
    name: 'a receipt moves the cursor too early',
    ...{ guarantee: 'G6', file: feed, tests: [replay] },
    find: "mode === 'live' ? toCursor",
    replace: 'mode ? toCursor',
    why: 'what the replay has not told yet is never asked for again',
  },
  {
    name: 'a conversation is anybody’s',
    ...{ guarantee: 'G9', file: 'src/relay/visitor.ts', tests: [idor] },
    find: 'return row?.person === person.id ? row : null;',
    replace: 'return row && person ? row : null;',
    why: 'an id is all that is needed to read it',
  },
  {
    name: 'one id for two messages',
    ...{ guarantee: 'G2', file: 'src/relay/rules.ts', tests: [conversation] },
    find: 'if (isSame && JSON.stringify(message.parts) === JSON.stringify(parts)) return true;',
    replace: 'if (message || isSame || parts) return true;',
    why: 'the second is acknowledged and is nowhere',
  },
  {
    name: 'a read mark goes beyond the log',
    ...{ guarantee: 'G7', file: 'src/relay/rules.ts', tests: [conversation] },
    find: 'const readTo = Math.min(seq, conversation.lastSeq);',
    replace: 'const readTo = seq;',
    why: 'what comes next is read before it is there',
  },
  {
    name: 'a private note reaches the visitor',
    ...{ guarantee: 'G9', file: 'src/relay/desk.ts', tests: ['test/relay/authorisation.test.ts'] },
    find: "broadcast({ t: 'note', note });",
    replace:
      "broadcast({ t: 'note', note });\n        const row = (await store.conversation(conversation))!;\n        const parts = [{ type: 'text' as const, text: note.text }];\n        const told = { id: note.id, conversation, author: { kind: 'agent' as const }, parts, at: note.at, seq: row.lastSeq + 1 };\n        for (const visitor of hub.seats(row.person)) visitor.message(told);",
    why: 'what agents say of somebody is shown to them',
  },
  {
    name: 'delivered with a hole before it',
    ...{ guarantee: 'G5', file: 'src/relay/desk-rules.ts', tests: ['test/relay/delivered.test.ts'] },
    find: '|| from > conversation.deliveredTo + 1',
    replace: '',
    why: 'a message that no desk has seen is shown as delivered',
  },
  {
    name: 'only the first message of a change is told',
    ...{ guarantee: 'G6', file: 'src/relay/hub.ts', tests: [conversation] },
    find: 'for (const message of change.messages) seat.message(message);',
    replace: 'for (const message of change.messages.slice(0, 1)) seat.message(message);',
    why: 'of two messages of one change the second is not told',
  },
];
