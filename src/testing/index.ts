/** The npm entry `sobani/testing`: what a test of a page with a messenger, or of a transport, needs. */
export {
  type MemoryBackend,
  type MemoryConversation,
  type MemoryOptions,
  memoryTransport,
} from '../transport/memory.js';
export { type FakeClock, fakeClock } from './fake-clock.js';
export { type MessengerPage, messengerPage, type PageOptions, type ShownMessage } from './messenger-page.js';
export { type Reply, type ScriptedMatcher, scriptedMatcher } from './scripted-matcher.js';
export { type Outcome, type Script, type ScriptedTransport, scriptedTransport } from './scripted-transport.js';
