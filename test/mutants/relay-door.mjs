const sessions = 'src/relay/sessions.ts';
const tokens = 'src/relay/tokens.ts';
const links = 'src/relay/links.ts';
const carriers = 'src/relay/links-carriers.ts';
const conversation = 'test/relay/conversation.test.ts';
const identity = 'test/relay/identity.test.ts';
const admission = 'test/relay/admission.test.ts';
const limits = 'test/relay/limits.test.ts';
const linksTest = 'test/relay/links.test.ts';
const carriersTest = 'test/relay/links-carriers.test.ts';
const idor = 'test/relay/idor.test.ts';

/** Who gets into the relay, by which way, and how often. */
export const relayDoor = [
  {
    name: 'a proof is not compared',
    ...{ guarantee: 'G9', file: sessions, tests: [conversation, 'test/relay/revocation.test.ts', idor, identity] },
    find: 'return isProven ? session : null;',
    replace: 'return isProven ? session : session;',
    why: 'half of a secret opens a session',
  },
  {
    name: 'a secret of a known user is enough',
    ...{ guarantee: 'G9', file: sessions, tests: [identity] },
    find: "if (secret?.startsWith('u')) {",
    replace: "if (secret?.startsWith('w')) {",
    why: 'a stolen secret is good without a token, or makes a stranger',
  },
  {
    name: 'a session never ends',
    ...{ guarantee: 'G9', file: sessions, tests: ['test/relay/sessions.test.ts'] },
    find: '&& now() - createdAt < SPANS.known',
    replace: '',
    why: 'a known user need not sign in any more',
  },
  {
    name: 'a revoked session goes on',
    ...{ guarantee: 'G9', file: sessions, tests: ['test/relay/revocation.test.ts'] },
    find: 'if (session) await store.endSession(session.selector);',
    replace: '',
    why: 'a logout that came late changes nothing',
  },
  {
    name: 'a revocation ends all of a user',
    ...{ guarantee: 'G9', file: 'src/relay/revocation.ts', tests: ['test/relay/revocation.test.ts'] },
    find: 'if (seat.session === ended?.selector)',
    replace: 'if (seat)',
    why: 'a logout on one device is one on all',
  },
  {
    name: 'a signature is not checked',
    ...{ guarantee: 'G9', file: tokens, tests: [identity] },
    find: "throw refuse('its signature does not match');",
    replace: "return Buffer.from(token.split('.')[1]!, 'base64url');",
    why: 'anybody is anybody',
  },
  {
    name: 'an expired token is good',
    ...{ guarantee: 'G10', file: tokens, tests: [identity] },
    find: 'if (exp <= now - SPANS.skew) throw',
    replace: 'if (exp < 0) throw',
    why: 'a token that was copied is good for ever',
  },
  {
    name: 'a token for another app is good',
    ...{ guarantee: 'G9', file: tokens, tests: [identity] },
    find: 'audience !== app.id ||',
    replace: '',
    why: 'one app signs in the users of another',
  },
  {
    name: 'a bad token is nobody’s',
    ...{ guarantee: 'G9', file: 'src/relay/admission.ts', tests: [identity] },
    find: '.verify(hello.token);',
    replace: '.verify(hello.token).catch(() => null);',
    why: 'a failed sign-in becomes an anonymous session',
  },
  {
    name: 'an app serves any page',
    ...{ guarantee: 'G9', file: 'src/relay/admission.ts', tests: [admission] },
    find: 'if (!app?.origins.includes(origin)) {',
    replace: 'if (!app) {',
    why: 'another site speaks for its visitors',
  },
  {
    name: 'a visitor has any number of connections',
    ...{ guarantee: 'G15', file: 'src/relay/admission.ts', tests: [admission] },
    find: 'checkSeats(admission);',
    replace: 'void checkSeats;',
    why: 'one visitor takes the room of all',
  },
  {
    name: 'an origin is compared by its beginning',
    ...{ guarantee: 'G9', file: 'src/relay/door.ts', tests: [admission] },
    find: 'origins.has(origin)',
    replace: '[...origins].some((one) => origin.startsWith(one))',
    why: 'shop.example.evil.example connects',
  },
  {
    name: 'an address has any number of connections',
    ...{ guarantee: 'G15', file: 'src/relay/door.ts', tests: [admission] },
    find: '(perAddress.get(address) ?? 0) >= limits.connectionsPerAddress',
    replace: 'limits.connectionsPerAddress < 0',
    why: 'one machine takes the room of all',
  },
  {
    name: 'pages of other sites reach the desk',
    ...{ guarantee: 'G9', file: 'src/relay/upgrade.ts', tests: [admission] },
    find: 'new URL(origin).host === request.headers.host',
    replace: 'origin !== request.headers.host',
    why: 'a page that an agent visits acts as the agent',
  },
  {
    name: 'any proxy is believed',
    ...{ guarantee: 'G15', file: 'src/relay/address.ts', tests: [admission] },
    find: 'while (hops.length && proxies.has(address)) {',
    replace: 'while (hops.length) {',
    why: 'a header that anybody may write gets round the limits',
  },
  {
    name: 'binary is read as text',
    ...{ guarantee: 'G15', file: 'src/relay/link.ts', tests: ['test/relay/malformed.test.ts'] },
    find: 'if (isBinary) on.binary();',
    replace: 'if (isBinary && !data) on.binary();',
    why: 'what is no frame is taken for one',
  },
  {
    name: 'a slow reader is kept',
    ...{ guarantee: 'G15', file: 'src/relay/connection.ts', tests: [limits] },
    find: 'if (link.buffered > limits.buffered) {',
    replace: 'if (link.buffered < 0) {',
    why: 'the relay runs out of memory',
  },
  {
    name: 'a dead peer is kept',
    ...{ guarantee: 'G6', file: 'src/relay/connection.ts', tests: [admission] },
    find: 'pong ??= setTimeout(() => link.terminate(), limits.pong);',
    replace: '',
    why: 'connections that nobody is behind pile up, and count as present',
  },
  {
    name: 'a request that came twice ends the link',
    ...{ guarantee: 'G2', file: links, tests: [linksTest] },
    find: 'if (number <= last.frames) return undefined;',
    replace: '',
    why: 'a proxy that repeats a request ends the session',
  },
  {
    name: 'a missing request is not noticed',
    ...{ guarantee: 'G3', file: links, tests: [linksTest] },
    find: 'if (number !== last.frames + 1) return',
    replace: 'if (number < 0) return',
    why: 'frames are lost in the middle',
  },
  {
    name: 'a link is good for any page',
    ...{ guarantee: 'G9', file: links, tests: [linksTest] },
    find: '!entry || entry.origin !== origin ||',
    replace: '!entry ||',
    why: 'another site goes on with the session',
  },
  {
    name: 'an answer that did not arrive is forgotten',
    ...{ guarantee: 'G6', file: carriers, tests: [carriersTest] },
    find: 'if (!next.writableFinished) terminate();',
    replace: '',
    why: 'its messages are missing, and nobody knows',
  },
  {
    name: 'answers to polls have no end',
    ...{ guarantee: 'G6', file: carriers, tests: [carriersTest] },
    find: 'body += isLast ? last : ENDING;',
    replace: "body += last ?? '';",
    why: 'one that was cut short looks whole, and what is missing nobody knows',
  },
  {
    name: 'a link that nobody asks for stays',
    ...{ guarantee: 'G15', file: carriers, tests: [carriersTest] },
    find: 'silence = setTimeout(terminate, grace);',
    replace: 'silence = undefined;',
    why: 'links pile up until no more may be opened',
  },
  {
    name: 'nothing is too often',
    ...{ guarantee: 'G15', file: 'src/relay/rates.ts', tests: [limits, 'test/relay/sessions.test.ts'] },
    find: 'const isRefused = wait > 0.001;',
    replace: 'const isRefused = false;',
    why: 'no rate is limited',
  },
  {
    name: 'ends of typing are not counted',
    ...{ guarantee: 'G15', file: 'src/relay/relay-rates.ts', tests: [limits] },
    find: 'if (!on) return shown.delete(key);',
    replace: 'if (!on) return true;',
    why: 'agents are flooded with notices',
  },
  {
    name: 'a frame of any depth is parsed',
    ...{ guarantee: 'G15', file: 'src/relay/border.ts', tests: [limits] },
    find: 'depthOf(text) > LIMITS.depth',
    replace: 'depthOf(text) < 0',
    why: 'a small frame takes much time',
  },
];
