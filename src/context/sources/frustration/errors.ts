import type { Watch } from './signals.js';

const LENGTH = 200;
const EXTENSION = /extension:\/\/|^webkit-masked-url:/;
/** Reported by browsers where nothing is wrong. */
const HARMLESS = /^ResizeObserver loop/;
const UNKNOWN = 'Unhandled rejection';

const urlOf = (url: string) => {
  try {
    return new URL(url, location.href);
  } catch {
    return undefined;
  }
};
const isOwn = (url: string) => urlOf(url)?.origin === location.origin;

/** Of anything that was thrown. It may throw again when it is looked at. */
function read(thrown: unknown): [name: unknown, message: string, stack: string] {
  try {
    const { name, message = thrown, stack = '' } = Object(thrown);
    return [name, typeof message === 'string' ? message : UNKNOWN, `${stack}`.slice(0, 2_000)];
  } catch {
    return ['', UNKNOWN, ''];
  }
}

/** Uncaught errors of the page, and what it could not load. */
export const watchErrors: Watch = (note, scope) => {
  const report = (message: string, source: string, stack: string) => {
    if (EXTENSION.test(source) || EXTENSION.test(stack) || HARMLESS.test(message)) return;
    note('error', isOwn(source) ? message.slice(0, LENGTH) : 'Script error.');
  };
  scope.on<ErrorEvent>('error', ({ message, filename, error, target }) => {
    // others are of images and the like that did not load
    if (target === window) report(message, filename, read(error)[2]);
  });
  scope.on<PromiseRejectionEvent>('unhandledrejection', ({ reason }) => {
    const [name, message, stack] = read(reason);
    // somebody changed their mind
    if (name !== 'AbortError') report(message, /\b(?:https?|file):\/\/[^\s)]+/.exec(stack)?.[0] ?? '', stack);
  });

  scope.fetched(({ responseStatus, name, initiatorType }) => {
    const url = responseStatus >= 400 && initiatorType !== 'beacon' && urlOf(name);
    if (url) note('failed-resource', `${isOwn(name) ? '' : url.origin}${url.pathname}`.slice(0, LENGTH));
  }, true);
};
