import type { Channel, Json, SegmentRules, Target } from '../types.js';
import { SobaniError } from './errors.js';
import type { Matcher } from './matcher.js';
import type { HoursFile } from './parse-office-hours.js';
import type { Transport } from './ports.js';
import type { Text } from './text.js';

/** A card of the host's own on home. Its texts are as `greeting`. */
export interface HomeCard {
  title: Text;
  text?: Text;
  /** On the host's origin, or by `https:`. It is decoration. */
  image?: string;
  /** Where a press leads: a screen, an address, or a flow that begins. */
  target: Target | { url: string } | { flow: string };
}

/** Options of `boot`, of `createMessenger` and, as `data-…` attributes, of the script tag. */
export interface Options {
  /** Id of the app at the back end; also names everything that is stored. 1 to 64 of `[A-Za-z0-9_-]`. */
  app: string;
  /** URL of the relay, absolute or relative to the page. Without it and without `transport` nothing leaves the page. */
  relay?: string;
  /** A transport of your own (npm only). It wins over `relay`. */
  transport?: Transport;
  /** Name shown in the header. Default: the locale's "Support". */
  name?: string;
  /**
   * What home says first: a text, or, by call, texts by locale. `{{user.name|there}}` is the name of who is here, where a token
   * says it. Default: the locale's own.
   */
  greeting?: Text;
  /** Cards on home, at most six; in an attribute as JSON. Default none. */
  cards?: HomeCard[] | string;
  /**
   * What there is: `chat` (with people), `help`, `bot`; in an attribute with commas between them. Default: each that is
   * configured. It counts when the messenger starts.
   */
  modules?: string[] | string;
  /**
   * What may call attention to an answer that nobody sees: `title` (of the page), `sound`, `notifications`; in an attribute
   * with commas between them. The last two wait for the visitor to turn them on. Default none.
   */
  attention?: string[] | string;
  /** One colour: `#rgb`, `#rrggbb`. Default `#3d5afe`. */
  accent?: string;
  /** Default `auto`: as the visitor's system. `inherit`: as the page's `color-scheme`, also when that changes. */
  theme?: 'light' | 'dark' | 'auto' | 'inherit';
  /** Font family, or `inherit` for the page's. Default: the system's. */
  font?: string;
  /** A style sheet of yours (by call only), made with `new CSSStyleSheet()`. It comes after ours. */
  styles?: CSSStyleSheet;
  /** Size of the text in percent, 80 to 200. Default 100. The visitor may choose another one, as with theme and locale. */
  textSize?: number;
  /** BCP 47. Default: `<html lang>`, then the browser's, then `en`. */
  locale?: string;
  /** Side of the page. Default `end` (right in left-to-right pages). */
  side?: 'start' | 'end';
  /** Stacking order of our one element. Default 2147480000. */
  zIndex?: number;
  /** Pixels between the launcher and that side of the window, 0 to 999. Default 20. */
  offsetX?: number;
  /** Pixels between the launcher and the bottom of the window, 0 to 999. Default 20. */
  offsetY?: number;
  /** Draw the launcher. Default true. */
  launcher?: boolean;
  /** CSS selector of elements of your page that open and close the panel, also of those that come later. Default none. */
  launcherSelector?: string;
  /**
   * Paths on which the launcher is not drawn, as `/checkout/*`, where `*` stands for anything; in an attribute with commas
   * between them. Default none.
   */
  hideOn?: string[] | string;
  /** While a modal `<dialog>` of the page is open, our element is in it: elsewhere nothing could be pressed. Default true. */
  followDialogs?: boolean;
  /** When the panel's code is fetched. Default `intent`: hover, focus, touch or press. */
  prefetch?: 'intent' | 'idle';
  /** What survives a reload. Default `persistent`. */
  storage?: 'persistent' | 'session' | 'none';
  /** URL of the flows file on the host's origin. */
  flows?: string;
  /**
   * What the step `call` of a flow may call, by name (npm and `boot()` only): each gets the step's input and `{ signal }`, and answers
   * JSON of at most 8 KiB or a promise of it. Default none.
   */
  functions?: Record<string, (input: Record<string, Json>, call: { signal: AbortSignal }) => unknown>;
  /** URL of the help centre's manifest (`help.json` of `sobani build-help`). */
  help?: string;
  /** URL of the answer model's manifest (`answers.json` of `sobani build-answers`). */
  answers?: string;
  /** A model or an endpoint of your own that understands what visitors write (by call only). It is asked before `answers`. */
  matcher?: Matcher;
  /**
   * URL of the rules file: what is said without being asked, and the surveys that `survey()` shows. It is fetched, with the
   * messenger, once the page is idle.
   */
  rules?: string;
  /** When each team answers: office hours by team, or the URL of a JSON file with them. Default: nothing is said of it. */
  hours?: HoursFile | string;
  /**
   * Other ways to reach the team, in this order, offered where nobody answers: `{ phone: '+81 3-1234-5678' }`; in an attribute as
   * JSON. Default none.
   */
  channels?: Partial<Record<Channel['kind'], string>> | string;
  /**
   * Sources of what the customer is doing, besides the page and what you set; in an attribute with commas between them:
   * `dataLayer`, `shopify`, `woocommerce`, `schemaOrg`, `landing`, `device`, `frustration`. Default none.
   */
  context?: string[] | string;
  /**
   * What else is never to leave in a text that is gathered: templates such as `ORD-######`, where `#` is a digit, `@` a
   * letter, `*` either. At most 20 of 3 to 64 characters; in an attribute with commas between them. Default none.
   */
  redact?: string[] | string;
  /**
   * What else may say whether the visitor agrees to `analytics`, until they or you do: `gcm` (Google Consent Mode), `tcf`
   * (IAB TCF 2), `gpc` (Global Privacy Control, which is respected with each of them); in an attribute with commas between
   * them. Default none: only `consent()` and the visitor.
   */
  consentFrom?: string[] | string;
  /** When a customer is `vip`, `returning` or `at-risk`; in an attribute as JSON. Default: see `SegmentRules`. */
  segments?: SegmentRules | string;
  /** Query parameters that may be part of a reported URL; in an attribute with commas between them. Default none. */
  urlParams?: string[] | string;
  /** The hash may be part of a reported URL. Default false. */
  urlHash?: boolean;
}

/** What a value must look like, written as a string: a pattern that is its own explanation. */
const PATTERNS: Partial<Record<keyof Options, string>> = {
  app: '[\\w-]{1,64}',
  accent: '#([\\da-fA-F]{3}){1,2}',
  theme: 'light|dark|auto|inherit',
  font: '[^;{}()]{1,200}',
  locale: '[a-zA-Z]{2,3}(-\\w{2,8})*',
  side: 'start|end',
  zIndex: '-?(0|[1-9]\\d{0,9})',
  offsetX: '(0|[1-9]\\d{0,2})',
  offsetY: '(0|[1-9]\\d{0,2})',
  textSize: '[89]\\d|1\\d\\d|200',
  launcher: 'true|false',
  followDialogs: 'true|false',
  prefetch: 'intent|idle',
  storage: 'persistent|session|none',
  urlHash: 'true|false',
  consentFrom: '((gcm|tcf|gpc)(,\\s*|\\s+|$))*',
  attention: '((title|sound|notifications)(,\\s*|\\s+|$))*',
  modules: '((chat|help|bot)(,\\s*|\\s+|$))+',
  context: '((dataLayer|shopify|woocommerce|schemaOrg|landing|device|frustration)(,\\s*|\\s+|$))*',
};

/**
 * Options as the host gave them, by call or as `data-…` attributes, checked one by one.
 * @throws SobaniError `invalid` with the option's name as path.
 */
export function parseOptions(given: Partial<Options>): Partial<Options> {
  const out: Record<string, unknown> = { ...given };
  for (const [key, pattern] of Object.entries(PATTERNS)) {
    const value = out[key];
    if (value === undefined) continue;
    if (!new RegExp(`^(${pattern})$`).test(`${value}`)) {
      throw new SobaniError('invalid', `The option ${key} must be ${pattern}.`, { path: key });
    }
    // an attribute says everything in words
    if (/^(true|-\?|\(0)/.test(pattern)) out[key] = JSON.parse(`${value}`);
  }
  return out;
}

/** Options of a module, or of either of two. */
const OF = { help: 'help', bot: 'flows answers matcher', chat: 'hours', 'chat|bot': 'relay transport' };

/** Whether that module is there: `chat`, `help` or `bot`; or one of several, with a bar between them. */
export const has = ({ modules }: Options, module: string): boolean => !modules || new RegExp(module).test(`${modules}`);

/** What is left of the options where modules are left out: of those nothing is fetched then. */
export function used(options: Options): Options {
  const left: Record<string, unknown> = { ...options };
  for (const [module, keys] of Object.entries(OF)) {
    if (!has(options, module)) for (const key of keys.split(' ')) delete left[key];
  }
  return left as unknown as Options;
}

/** The locale in force: the option, the page's language, the browser's, English. */
export function localeOf(options: Partial<Options>): string {
  return options.locale || document.documentElement.lang || navigator.language || 'en';
}
