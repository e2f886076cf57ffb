// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source
const relayFile = 'src/transport/relay.ts';
const memory = 'src/transport/memory.ts';
const backend = 'src/transport/memory-backend.ts';
const ladderFile = 'src/transport/fallback/ladder.ts';
const request = 'src/transport/fallback/request-link.ts';
const events = 'src/transport/fallback/events.ts';
const parse = 'src/wire/parse.ts';
const shape = 'src/wire/shape.ts';

const asks = 'test/transport/relay.test.ts';
const endings = 'test/transport/relay-endings.test.ts';
const ladder = 'test/transport/ladder.test.ts';
const requestLink = 'test/transport/request-link.test.ts';
const conformance = 'test/transport/conformance.test.ts';
const memoryTest = 'test/transport/memory.test.ts';
const parseTest = 'test/wire/parse.test.ts';

/** The ways to a back end, and what is read of what comes from there. */
export const transport = [
  {
    name: 'a token in the URL',
    ...{ guarantee: 'G9', file: relayFile, tests: [asks] },
    find: 'new WebSocket(href) as Link',
    replace: 'new WebSocket(`${href}?token=${options.token}`) as Link',
    why: 'it is in the logs of every proxy',
  },
  {
    name: 'an ask outlives its session',
    ...{ guarantee: 'G4', file: relayFile, tests: [endings] },
    find: 'for (const { done } of pending.values()) done(error);',
    replace: '',
    why: 'a message is sending for ever',
  },
  {
    name: 'an ask waits for ever',
    ...{ guarantee: 'G4', file: relayFile, tests: [endings] },
    find: "setTimeout(() => done(failure('timeout')), TIMES.ack)",
    replace: 'setTimeout(() => {}, TIMES.ack)',
    why: 'an answer that is lost holds up all that waits',
  },
  {
    name: 'silence is not noticed',
    ...{ guarantee: 'G6', file: relayFile, tests: [endings] },
    find: 'after(TIMES.pong, lost);',
    replace: '',
    why: 'a connection that swallows everything is kept',
  },
  {
    name: 'a frame over the limit leaves',
    ...{ guarantee: 'G15', file: relayFile, tests: [asks] },
    find: "if (new Blob([text]).size > LIMITS.frame) return reject(failure('too-large'));",
    replace: '',
    why: 'it ends the session, and again after each reconnect',
  },
  {
    name: 'too many come back at once',
    ...{ guarantee: 'G15', file: relayFile, tests: [endings] },
    find: "['rate', { retryAfter: 10_000 }]",
    replace: "['rate']",
    why: 'the wait that the relay asks for is dropped',
  },
  {
    name: 'a refused revocation counts as done',
    ...{ guarantee: 'G9', file: relayFile, tests: [asks] },
    find: 'if (!answer.ok) throw',
    replace: 'if (!answer) throw',
    why: 'the session goes on, and its ticket is thrown away',
  },
  {
    name: 'no other way than a socket',
    ...{ guarantee: 'G4', file: relayFile, tests: [ladder] },
    find: '++ladder.failures > 1',
    replace: '++ladder.failures > 1e9',
    why: 'behind some proxies nothing is ever sent',
  },
  {
    name: 'up before the way up is open',
    ...{ guarantee: 'G6', file: ladderFile, tests: [ladder] },
    find: 'if (!isThrough) return watch();',
    replace: '',
    why: 'a session that works is ended for a way that does not',
  },
  {
    name: 'two posts at once',
    ...{ guarantee: 'G3', file: request, tests: [requestLink] },
    find: 'if (isPosting || id === undefined) return;',
    replace: 'if (id === undefined) return;',
    why: 'one overtakes the other',
  },
  {
    name: 'all posts have one number',
    ...{ guarantee: 'G2', file: request, tests: [requestLink] },
    find: 'take(), ++posted, 204',
    replace: 'take(), posted + 1, 204',
    why: 'the relay takes the second for a repeat of the first',
  },
  {
    name: 'a refused request is skipped',
    ...{ guarantee: 'G6', file: request, tests: [requestLink] },
    find: 'end(CODES[answer.status] ?? LOST);',
    replace: '',
    why: 'frames are lost in the middle of a session',
  },
  {
    name: 'any answer is the relay’s',
    ...{ guarantee: 'G6', file: request, tests: [requestLink] },
    find: "isOurs ||= event === 'link' && data === (id ?? data);",
    replace: 'isOurs = true;',
    why: 'the page of a hotel is read as frames',
  },
  {
    name: 'an answer that was cut short is taken for whole',
    ...{ guarantee: 'G6', file: request, tests: [requestLink] },
    find: "if (!isWhole || way === 'stream') break;",
    replace: "if (!isOurs || way === 'stream') break;",
    why: 'what stood in the rest of it is missing, and the next answer goes on behind it',
  },
  {
    name: 'the timer of a post stays',
    ...{ guarantee: 'G13', file: request, tests: [requestLink] },
    find: 'clearTimeout(limit);',
    replace: '',
    why: 'something is left after destroy, and a good link is ended',
  },
  {
    name: 'an event that is cut in two is lost',
    ...{ guarantee: 'G6', file: events, tests: ['test/transport/events.test.ts'] },
    find: 'rest = lines.pop()!;',
    replace: "lines.pop();\n    rest = '';",
    why: 'messages are missing where the network cuts',
  },
  {
    name: 'a line without an end',
    ...{ guarantee: 'G15', file: events, tests: ['test/transport/events.test.ts'] },
    find: 'if (rest.length > MOST) throw',
    replace: 'if (!rest.length && MOST < 0) throw',
    why: 'it fills the memory of the page',
  },
  {
    name: 'memory: a bad token is nobody’s',
    ...{ guarantee: 'G9', file: memory, tests: [memoryTest] },
    find: "if (!who) throw new SobaniError('auth', 'The identity token was refused.');",
    replace: 'if (!who) return keep({ id: nanoid(), verified: false });',
    why: 'a failed sign-in becomes an anonymous session',
  },
  {
    name: 'memory: a secret opens the session of a user',
    ...{ guarantee: 'G9', file: memory, tests: [memoryTest] },
    find: "if (secret?.startsWith('u'))",
    replace: "if (secret?.startsWith('w'))",
    why: 'a known user proves it each time',
  },
  {
    name: 'memory: a gap is not said',
    ...{ guarantee: 'G6', file: memory, tests: [memoryTest] },
    find: '(!canContinue || start > from)',
    replace: '!canContinue',
    why: 'a transcript with a hole pretends to be whole',
  },
  {
    name: 'memory: a repeat is another message',
    ...{ guarantee: 'G2', file: backend, tests: [memoryTest, conformance] },
    find: 'let known = row.sent.get(id);',
    replace: "let known = row.sent.get('');",
    why: 'whoever resends sees it twice',
  },
  {
    name: 'memory: one id for two messages',
    ...{ guarantee: 'G2', file: backend, tests: [memoryTest] },
    find: 'known.body !== body',
    replace: 'known.body === undefined',
    why: 'the second is acknowledged and is nowhere',
  },
  {
    name: 'memory: anybody reads anything',
    ...{ guarantee: 'G9', file: backend, tests: [conformance] },
    find: '(person && row.data.person !== person)',
    replace: '(person && !row.data.person)',
    why: 'an id is all that is needed',
  },
  {
    name: 'a part of a later version has no words',
    ...{ guarantee: 'G14', file: shape, tests: [parseTest] },
    find: '? shapes[tag!] : other',
    replace: '? shapes[tag!] : undefined',
    why: 'an older client shows nothing where there is a text',
  },
  {
    name: 'a frame of a later version ends the session',
    ...{ guarantee: 'G14', file: parse, tests: ['test/wire/golden.test.ts', endings] },
    find: "frame?.t === 'event' && !frame.event ? undefined : frame",
    replace: "frame ?? refuse('t', 'a frame')",
    why: 'a new relay shuts out old clients',
  },
  {
    name: 'unknown fields pass',
    ...{ guarantee: 'G11', file: shape, tests: [parseTest] },
    find: 'const out: Record<string, unknown> = {};',
    replace: 'const out: Record<string, unknown> = { ...given };',
    why: 'a renderer may take them for a node',
  },
];
