/** What may be where after somebody has come to the shop with a data layer, as lists of fields and what each may hold. */
import { type Allowed, maybe } from './privacy-log.js';

const ID = /^[\w-]{22}$/;
const SECRET = /^[\w-]{66}$/;
const INSTANT = /^1\d{12}$/;
const NUMBER = /^\d+$/;

/** Each key with that in front. */
const below = (path: string, fields: Allowed): Allowed =>
  Object.fromEntries(Object.entries(fields).map(([key, may]) => [`${path}.${key}`, may]));
const files = (...names: string[]): Allowed => Object.fromEntries(names.map((name) => [`GET /sdk/${name}.js`, '']));

/** How they come: by an advertisement, and with what is nobody's business in the address. */
export const ARRIVAL = '/?utm_source=news&gclid=abc123&email=kai@example.com#frag';
export const WORDS = 'Is it warm?';

export const NOTHING: Allowed = {};
/** At the relay, of which nobody has ever asked anything. */
export const EMPTY: Allowed = { 'meta.key': 'epoch', 'meta.value': ID };

/** The shop's own, the script tag, and the sources that it names. */
export const PAGE_LOAD: Allowed = {
  [`GET ${ARRIVAL.replace(/#.*/, '')}`]: '',
  ...{ 'GET /shop.css': '', 'GET /shop.js': '', 'GET /gtm.js': '' },
  ...files('sobani', 'c/collect'),
};

/** The messenger, for the answer that the visitor gave to the shop's question. */
export const ANSWERED = files('c/messenger', 'c/relay', 'c/rooms', 'c/context', 'c/attach-consent', 'c/open-storage');

/** The same, where they agree: the journey goes on over page loads. */
export const AGREED = { ...ANSWERED, ...files('c/kept-journey') };

const provenance = (source: string, category: string): Allowed => ({ source, category, at: INSTANT });

/** What goes to whoever answers. */
const FUNCTIONAL: Allowed = {
  v: 1,
  'page.url': /^http:\/\/127\.0\.0\.1:\d+\/p\/jumper$/,
  'page.title': 'Wool jumper | Loom & Thread',
  'page.language': 'en-GB',
  locale: 'en-GB',
  'traits.club': 'silver',
  'traits.since': 2021,
  'cart.items[].id': 'SKU_jumper',
  'cart.items[].name': 'Wool jumper (Moss)',
  'cart.items[].price.amount': 8950,
  'cart.items[].price.currency': 'GBP',
  'cart.items[].quantity': [1, 2, 3],
  'cart.total.amount': [8950, 17900, 26850],
  'cart.total.currency': 'GBP',
  'device.languages[]': 'en-GB',
  'device.timeZone': 'Europe/London',
  'device.viewport.width': 1280,
  'device.viewport.height': 720,
  'device.touch': false,
  'device.colorScheme': 'light',
  'device.reducedMotion': true,
  'device.platform': /^\w+$/,
  'device.mobile': false,
  ...below('about.traits', provenance('host', 'functional')),
  ...below('about.cart', provenance('dataLayer', 'functional')),
  ...below('about.device', provenance('device', 'functional')),
};
const placed: Allowed = {
  url: /^http:\/\/127\.0\.0\.1:\d+\/(p\/jumper)?$/,
  title: /^(Knitwear|Wool jumper) \| Loom & Thread$/,
  at: INSTANT,
  ms: NUMBER,
};
const depth = NUMBER;
const landing: Allowed = { url: /^http:\/\/127\.0\.0\.1:\d+\/$/, source: 'news', ad: 'google' };
/** And with it, where they agree. */
const ANALYTICS: Allowed = {
  ...below('journey[]', { ...placed, depth }),
  ...below('landing', landing),
  'visits.count': 1,
  'visits.days': 1,
  'visits.earlier': 0,
  'visits.since': INSTANT,
  'visits.entry.url': /^http:\/\/127\.0\.0\.1:\d+\/$/,
  'visits.entry.title': 'Knitwear | Loom & Thread',
  'segments[]': ['new', 'at-risk'],
  'signals[].type': ['rage-click', 'dead-click'],
  'signals[].at': INSTANT,
  'signals[].count': NUMBER,
  'signals[].detail': 'button "Size guide"',
  ...below('about.journey', provenance('journey', 'analytics')),
  ...below('about.landing', provenance('landing', 'analytics')),
  ...below('about.signals', provenance('frustration', 'analytics')),
  ...below('about.visits', provenance('messenger', 'analytics')),
  ...below('about.segments', provenance('segments', 'analytics')),
};
const snapshot = (isAnalytics: boolean): Allowed => ({ ...FUNCTIONAL, ...(isAnalytics && ANALYTICS) });

/** What is made of the conversation, for whoever answers. */
const MADE_OF_IT: Allowed = {
  ...{ language: 'en-GB', tone: 'plain', 'summary.asked[]': WORDS },
  ...below('summary', { tried: [[]], answered: [[]], collected: [{}] }),
};

/** Frames of somebody who writes one message, and what a person is told afterwards. */
export const sentBy = (isAnalytics: boolean): Allowed => ({
  ...files('c/screens', 'c/attach', 'c/keep-told', 'c/handoff', 'c/assemble'),
  ...below('hello', { v: 1, app: 'ga4', locale: 'en-GB' }),
  ...below('subscribe', { r: 1, after: {} }),
  ...below('handoff', {
    ...{ r: NUMBER, tags: [[]] },
    ...below('message', { id: ID, conversation: ID, by: 'visitor', 'parts[].type': 'text', 'parts[].text': WORDS }),
    ...below('snapshot', snapshot(isAnalytics)),
    ...MADE_OF_IT,
    reference: /^[A-Z\d]{6}$/,
  }),
  ...below('read', { conversation: ID, seq: 1 }),
  ...toldAfter(isAnalytics),
});
/** Changes on the page, while a person has the conversation. */
export const toldAfter = (isAnalytics: boolean): Allowed => ({
  ...below('context', { r: NUMBER, conversation: ID }),
  ...maybe(below('context', { base: ID, ...below('snapshot', snapshot(isAnalytics)) })),
});

/** Analytics is taken back: the relay is told what of it may have gone. */
export const TAKEN_BACK: Allowed = {
  'withdraw.r': NUMBER,
  'withdraw.parts[]': ['journey', 'landing', 'signals', 'searches', 'articles', 'events', 'visits', 'segments'],
};

/** All is erased; the session may have been told to end before. */
export const FORGOTTEN: Allowed = { 'erase.r': NUMBER, ...maybe({ 'revoke.r': NUMBER }) };

/** In the browser, once the visitor has answered the shop's question. */
const answer = (functional: boolean, analytics: boolean): Allowed => ({
  'localStorage sobani:ga4': /^[\w-]{8}$/,
  ...below('sobani-ga4 rows a/k', { functional, analytics }),
});
export const REFUSED = { sent: ANSWERED, kept: answer(false, false), database: EMPTY };
export const kept = (isAnalytics: boolean): Allowed => ({
  ...answer(true, isAnalytics),
  ...below('sobani-ga4 rows a/s', { secret: SECRET, 'person.id': ID, 'person.verified': false, epoch: /^[\w-]{8}$/ }),
  ...below('sobani-ga4 rows a/c/ID', {
    cursor: /^[\w-]{22}:1$/,
    ...below('conversation', { id: ID, status: 'waiting', at: INSTANT, readTo: 1, agentReadTo: 0, deliveredTo: 0 }),
  }),
  ...(isAnalytics &&
    below('sobani-ga4 rows a/v', {
      ...{ count: 1, days: 1, since: INSTANT, last: INSTANT },
      ...{ 'entry.url': ANALYTICS['visits.entry.url'], 'entry.title': ANALYTICS['visits.entry.title'] },
    })),
  ...(isAnalytics &&
    below('sobani-ga4 rows a/j', {
      ...{ last: INSTANT, ...below('landing', landing), ...below('places[]', placed) },
      // as far as it was known when the row was written
      ...maybe(below('places[]', { depth })),
    })),
  ...below('sobani-ga4 rows a/m/ID/ID', {
    ...{ id: ID, conversation: ID, 'author.kind': 'visitor', 'parts[].type': 'text', 'parts[].text': WORDS },
    ...{ at: INSTANT, state: 'sent', seq: 1 },
  }),
});

const among = (fields: Allowed, ...parts: string[]): Allowed =>
  Object.fromEntries(Object.entries(fields).filter(([path]) => parts.includes(/^\w+/.exec(path)![0])));
/** The timeline: what the conversation and the cart came to, and with analytics pages and trouble. */
const happenings = (isAnalytics: boolean): Allowed => ({
  ...below('happening', {
    ...{ id: NUMBER, person: ID, at: INSTANT, sum: NUMBER },
    kind: ['conversation', 'cart', ...(isAnalytics ? ['page', 'trouble'] : [])],
    part: ['', 'cart', ...(isAnalytics ? ['journey', 'signals'] : [])],
    mark: [
      /^[\w-]{22} 1 [01]$/,
      /^1\d{12} \[\["SKU_jumper",[123]\]\]$/,
      ...(isAnalytics
        ? [/^1\d{12} http:\/\/127\.0\.0\.1:\d+\/(p\/jumper)?$/, /^\d+ \w+-click button "Size guide"$/]
        : []),
    ],
    ...below('data', {
      ...{ conversation: ID, event: ['started', 'handoff', 'found', 'changed'], text: WORDS },
      ...{ 'changes[].name': 'Wool jumper (Moss)', 'changes[].quantity': [1, 2, 3], 'changes[].was': [0, 1, 2] },
      ...{ items: [1, 2, 3], 'total.amount': FUNCTIONAL['cart.total.amount'], 'total.currency': 'GBP' },
      ...(isAnalytics && {
        ...{ url: ANALYTICS['journey[].url'], title: ANALYTICS['journey[].title'], ms: NUMBER, depth: NUMBER },
        ...{ type: ANALYTICS['signals[].type'], count: NUMBER, detail: ANALYTICS['signals[].detail'] },
      }),
    }),
  }),
  ...below('situation', { session: ID }),
  ...below('situation.told', among(snapshot(isAnalytics), 'cart', 'journey', 'signals')),
});
/** Its database, when somebody has written one message. */
export const database = (isAnalytics: boolean): Allowed => ({
  ...EMPTY,
  ...below('person', { id: ID, app: 'ga4', user: null, name: null, claims: {}, created_at: INSTANT, sum: NUMBER }),
  ...below('session', { selector: ID, verifier: /^[0-9a-f]{64}$/, app: 'ga4', person: ID }),
  ...below('session', { created_at: INSTANT, used_at: INSTANT }),
  ...below('conversation', {
    ...{ id: ID, app: 'ga4', person: ID, status: 'waiting', assignee: null, tags: [[]], team: null, reason: null },
    ...{ read_to: 1, agent_read_to: 0, delivered_to: 0, last_seq: 1, unread: 1, preview: WORDS, preview_by: 'visitor' },
    ...{ at: INSTANT, waiting_since: INSTANT, snapshot_at: INSTANT, sum: NUMBER, snapshot_sum: NUMBER },
    ...below('snapshot', snapshot(isAnalytics)),
  }),
  ...happenings(isAnalytics),
  ...below('handoff', { conversation: ID, at: INSTANT, sum: NUMBER, ...below('details', MADE_OF_IT) }),
  ...below('message', {
    ...{ app: 'ga4', conversation: ID, seq: 1, id: ID, lineage: 'visitor', kind: 'visitor', 'author.kind': 'visitor' },
    ...{ 'parts[].type': 'text', 'parts[].text': WORDS, at: INSTANT, sum: NUMBER },
  }),
});
