import { createDelivery, type Delivery } from '../../src/core/delivery.js';
import { SobaniError } from '../../src/core/errors.js';
import type { Disk, Session } from '../../src/core/ports.js';
import type { Store } from '../../src/core/store.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { type Script, type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.js';
import { type FakeDisk, fakeDisk, message, newStore } from './world.js';

export const busy = new SobaniError('unavailable', 'Busy.', { retryable: true });
export const refused = new SobaniError('too-large', 'Too large.');
export const expired = new SobaniError('auth', 'Expired.');

export let store: Store;
export let disk: FakeDisk;
export let clock: FakeClock;
export let delivery: Delivery;
export let transport: ScriptedTransport;

const connect = async (script: Script = {}): Promise<Session> => {
  transport = scriptedTransport(script);
  return transport.connect({
    app: 'shop',
    secret: null,
    token: null,
    locale: 'en',
    signal: new AbortController().signal,
  });
};
export const begin = async (script: Script = {}) => {
  const session = await connect(script);
  delivery.start(session);
  await clock.advance(0);
  return session;
};
export const say = async (...words: string[]) => {
  const answers = await Promise.all(words.map((id) => delivery.enqueue(message(id))));
  await clock.advance(0);
  return answers;
};
export const states = () => Object.fromEntries(store.messages('c').value.map((m) => [m.id, m.state]));
export const use = (over: Disk) => {
  store = newStore();
  clock = fakeClock();
  delivery = createDelivery(store, over, clock);
};
/** For each test anew. */
export const renew = () => {
  disk = fakeDisk();
  use(disk);
};
