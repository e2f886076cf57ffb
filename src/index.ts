/** The npm door. */
import { SobaniError } from './core/errors.js';
import { dropDrafts } from './core/mark.js';
import { parseOptions } from './core/options.js';
import { signal } from './core/signal.js';
import { faceOf } from './face.js';
import { createMessenger as create } from './messenger.js';
import type { Messenger, Options } from './types.js';
import { createLauncher, TAG } from './ui/launcher/launcher.js';

export { fitSnapshot } from './context/fit.js';
export { type ErrorCode, SobaniError } from './core/errors.js';
export type { FileSource, UploadLimits, UploadOptions } from './core/file-ports.js';
export type {
  Match,
  Matcher,
  MatcherAnswer,
  MatcherChunk,
  MatcherRequest,
  Readiness,
  Source,
} from './core/matcher.js';
export type {
  Capabilities,
  ConnectOptions,
  Cursor,
  HandoffRequest,
  HistoryPage,
  OutgoingMessage,
  PatchOperation,
  Receipt,
  RemoteConversation,
  RemoteMessage,
  Session,
  SnapshotChange,
  Transport,
  TransportEvent,
} from './core/ports.js';
export type * from './types.js';

let current: { app: string; messenger: Messenger } | undefined;

/** Where there is no page, every call is taken and does nothing. */
function nowhere(): Messenger {
  const calls =
    'boot update shutdown destroy identify logout consent set registerSource track open close toggle show hide mount moveTo send newConversation ' +
    'endConversation showArticle search startFlow survey setLocale debug forget';
  return {
    ...Object.fromEntries(calls.split(' ').map((name) => [name, async () => undefined])),
    on: () => () => {},
    unread: signal(0),
    status: signal('idle'),
  } as unknown as Messenger;
}

/**
 * Puts the messenger into the page and returns its handle. Called again for the same app it returns the same handle, with
 * the new options in force. Where there is no window (server-side rendering) the handle does nothing.
 * @throws SobaniError `invalid` for a wrong option, `conflict` when another app's messenger, or the script tag's, is there.
 */
export function createMessenger(options: Options): Messenger {
  if (typeof window === 'undefined') return nowhere();
  if (current && current.app === options?.app) {
    parseOptions(options);
    void current.messenger.boot(options);
    return current.messenger;
  }
  if (document.querySelector(TAG)) {
    throw new SobaniError('conflict', 'There is a messenger on this page already; destroy() it first.', {
      path: 'app',
    });
  }
  const { messenger } = create(options, faceOf(createLauncher));
  current = { app: options.app, messenger };
  dropDrafts(options);
  return messenger;
}
