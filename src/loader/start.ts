/** Where the script tag's loader meets the messenger. */
import type { Collector } from '../context/collector.js';
import { SobaniError } from '../core/errors.js';
import type { ReadonlySignal } from '../core/signal.js';
import { faceOf } from '../face.js';
import { createMessenger } from '../messenger.js';
import type { Messenger, Options } from '../types.js';
import type { Launcher } from '../ui/launcher/launcher.js';

/** Makes a call by name. `on` returns its undo at once, everything else a promise. */
export type Dispatch = (method: string, args: unknown[]) => unknown;

/** Starts behind the launcher that is on the page already. `begun` gathers what the customer does, where that was asked for. */
export function start(options: Options, launcher: Launcher, begun?: Promise<Collector>): Dispatch {
  const { messenger, call } = createMessenger(
    options,
    faceOf(() => launcher),
    begun,
  );
  const refuse = call((method: string): never => {
    throw new SobaniError('invalid', `There is no method ${method}.`, { path: 'method' });
  });
  return (method, args) => {
    const member: unknown = Object.hasOwn(messenger, method) && messenger[method as keyof Messenger];
    if (typeof member === 'function') return member(...args);
    return member ? Promise.resolve((member as ReadonlySignal<unknown>).value) : refuse(method);
  };
}
