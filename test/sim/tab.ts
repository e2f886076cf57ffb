/** One page with the messenger: all of it that ships, except for what is seen. */

import { createCollector } from '../../src/context/collector.js';
import { createCurrent } from '../../src/core/current.js';
import { createEmitter } from '../../src/core/emitter.js';
import { type SobaniError, toSobaniError } from '../../src/core/errors.js';
import { lazy } from '../../src/core/lazy.js';
import { signal } from '../../src/core/signal.js';
import { createStore, type Store } from '../../src/core/store.js';
import { attachWake } from '../../src/core/wake.js';
import { joinRooms, type Rooms } from '../../src/rooms.js';
import { relayTransport } from '../../src/transport/relay.js';
import type { DeliveryState, Message } from '../../src/types.js';
import type { Browser } from './browser.js';
import { isMarker } from './losses.js';
import { mayBecome, type Records } from './records.js';
import type { Process, Scheduler } from './scheduler.js';

const textOf = (message: Message) => {
  const part = message.parts[0]!;
  return ('text' in part && part.text) || part.type;
};

export class Tab {
  readonly process: Process;
  readonly store: Store;
  rooms!: Rooms;
  /** It does nothing, or is about to: frozen, left and kept for the visitor to come back to, or asleep with its machine. */
  sleep: 'frozen' | 'cached' | 'suspended' | null = null;
  /** It shares what it has with other tabs: it found that somebody had acted, or somebody acted in it. */
  isSharing = false;
  private readonly states = new Map<string, DeliveryState>();
  private readonly dirty = new Set<string>();
  private readonly current;
  /** The known user who was here last. */
  private user: string | null = null;
  /** A known user has left, for whatever reason. */
  onLeft: (user: string) => void = () => {};

  constructor(
    private readonly scheduler: Scheduler,
    private readonly records: Records,
    readonly browser: Browser,
    readonly name: string,
  ) {
    this.process = browser.tab(name);
    const options = { app: 'shop', relay: 'https://relay.example' } as const;
    this.store = createStore(options, 'en');
    this.current = createCurrent(this.store);
    this.store.listen((event) => {
      if ('conversation' in event && typeof event.conversation === 'string') this.dirty.add(event.conversation);
      if (event.type === 'message') this.dirty.add(event.message.conversation);
      // an older copy of the log knows less of what was delivered and read
      if (event.type === 'reset' && records.rolledBack.size) this.states.clear();
      if (event.type === 'discard') this.states.delete(event.id);
      if (event.type === 'cleared') this.states.clear();
      if (event.type === 'cleared' || event.type === 'person') records.show(this.process, browser, this.principal);
      if (event.type === 'person' && event.person?.verified) this.user = event.person.name!;
      if (event.type === 'delivery') this.look(event.id, event.conversation);
      if (event.type === 'message') this.look(event.message.id, event.message.conversation);
      if (event.type === 'status') scheduler.log(name, 'status', event.status);
    });
  }

  /** The page is loaded. Runs in the tab's own turn. */
  load(): void {
    const { store, scheduler, name, current } = this;
    const { on, emit } = createEmitter(store);
    on('error', ({ error }) => {
      scheduler.log(name, 'error', `${error.code}: ${error.message}`);
      if (error.code === 'internal') scheduler.problem(`O7 ${name}: ${error.stack}`);
    });
    on('logout', ({ unsent }) => {
      scheduler.log(name, 'logout', unsent.map(textOf).join());
      if (this.user) this.onLeft(this.user);
      this.user = null;
      for (const message of unsent) {
        const said = this.records.said.get(textOf(message));
        if (said) said.isReported = true;
      }
    });
    const onError = (error: SobaniError) => emit('error', { error });
    const transport = lazy(async () => relayTransport({ url: 'https://relay.example' }));
    const drafts = signal(new Map<string, string>());
    const news = signal(null);
    const collector = lazy(async () => createCollector(store.options.value, Date.now));
    const { value: options } = store.options;
    const view = { current, drafts, news, availability: signal(''), canAttach: signal(false) };
    const parts = { options, store, on, emit, onError, transport, ...view, collector };
    this.isSharing = this.browser.isKnown;
    this.rooms = joinRooms(parts, null as never);
    const { wake, disconnect, resume } = this.rooms;
    attachWake({ wake, disconnect, resume }, new AbortController().signal);
  }

  /** Whose messenger it shows. */
  get principal(): string {
    const person = this.store.person.value;
    return person?.verified ? `u:${person.name}` : 'a';
  }

  messages(): Message[] {
    return this.store.conversations.value.flatMap(({ id }) => this.store.messages(id).value);
  }

  async send(text: string, isNew = false): Promise<void> {
    const said = this.records.say(text, this.browser, this.process, this.principal);
    this.scheduler.log(this.name, 'send', text);
    this.isSharing = true;
    try {
      const conversation = isNew ? this.current.create() : undefined;
      const { id, state } = await this.rooms.write(text, conversation, true);
      Object.assign(said, { id, state, resolvedAt: this.records.tick() });
      said.principals.add(this.principal);
      this.records.byId.set(id, said);
      this.scheduler.log(this.name, state, `${text} ${id}`);
    } catch (error) {
      said.error = String(error);
      // nothing else keeps words from being taken in: somebody else is here, or an agent has just ended it
      if (!/^(auth|closed)$/.test(toSobaniError(error).code))
        this.scheduler.problem(`O1 "${text}" is refused: ${error}`);
      this.scheduler.log(this.name, 'refused', `${text} ${error}`);
    }
  }

  private look(id: string, conversation: string): void {
    const shown = this.store.messages(conversation).value.find((message) => message.id === id);
    if (!shown?.state) return;
    const before = this.states.get(id);
    const { state } = shown;
    if (before === state) return;
    this.states.set(id, state);
    this.scheduler.log(this.name, state, textOf(shown));
    const isOffered = this.records.rolledBack.has(id) && /queued|volatile|sending/.test(state);
    if (before && !mayBecome(before, state) && !isOffered) {
      this.scheduler.problem(`O4 "${textOf(shown)}" in ${this.name} goes from ${before} to ${state}`);
    }
    if (
      before === 'volatile' &&
      state === 'queued' &&
      !this.browser.databases.rows().some(([, row]) => row.includes(id))
    ) {
      this.scheduler.problem(`G1 "${textOf(shown)}" in ${this.name} is shown as queued, and is not on disk`);
    }
    if (/sent|delivered|read/.test(state) && !this.records.stored.has(id)) {
      this.scheduler.problem(
        `G5 "${textOf(shown)}" in ${this.name} is shown as ${state}, and the relay has never stored it`,
      );
    }
  }

  /** After a turn: what must hold of every transcript at any time. */
  check(): void {
    if (!this.dirty.size) return;
    for (const conversation of this.dirty) {
      const list = this.store.messages(conversation).value;
      const texts = list.map((message) => (message.author.kind === 'system' ? message.id : textOf(message)));
      if (new Set(texts).size < texts.length) {
        this.scheduler.problem(`O4 ${this.name} shows a message twice: ${texts.join()}`);
      }
      const seqs = list.flatMap((message) => (isMarker(message) ? [] : (message.seq ?? [])));
      const first = this.browser.wasErased ? seqs[0]! : 1;
      if (seqs.some((seq, i) => seq !== first + i)) {
        this.scheduler.problem(`O3 ${this.name} shows a log with a hole: ${seqs.join()}`);
      }
      for (const message of list) {
        const said = this.records.said.get(textOf(message));
        if (said && !said.principals.has('a') && !said.principals.has(this.principal)) {
          this.scheduler.problem(
            `O5 "${said.text}" of ${[...said.principals]} is shown in ${this.name} to ${this.principal}`,
          );
        }
      }
    }
    this.dirty.clear();
  }
}
