/** Lends the messenger to the local bot: what it hears, what it may do, what it may know. */
import { nanoid } from 'nanoid';
import type { Conversations, Draft } from '../core/conversations.js';
import type { Emitter } from '../core/emitter.js';
import type { SobaniError } from '../core/errors.js';
import type { OfficeHours } from '../core/office-hours.js';
import type { Clock, Disk, HelpCentre } from '../core/ports.js';
import { flowKey, takenKey } from '../core/rows.js';
import type { Store } from '../core/store.js';
import type { Json, Message, Part, Scalar, Snapshot } from '../types.js';
import type { Kept } from './kept.js';
import type { FlowHost, Match } from './ports.js';
import type { Mode } from './state.js';

export interface FlowHostOptions {
  store: Store;
  conversations: Conversations;
  /** The rows of whoever is here now. */
  disk(): Disk;
  help(): Promise<HelpCentre | null>;
  snapshot(): Snapshot;
  data(): Record<string, Json>;
  clock: Clock;
  /** Without it no text is of any intent. */
  match?: ((text: string, mode: Mode) => Promise<Match>) | undefined;
  /** Without it flows speak of themselves in English. */
  speak?: (() => Promise<void>) | undefined;
  /** Without it all words are plain. */
  tone?: FlowHost['tone'] | undefined;
  /** When the teams answer. Without it, or where it is null, somebody always does. */
  hours?: (() => Promise<OfficeHours | null>) | undefined;
  /** A survey of the rules file as it is shown; without one of that id a flow's own words are all there is. */
  survey?: ((id: string) => Promise<SurveyPart | undefined>) | undefined;
  /** As `FlowHost`. */
  nobody?: ((conversation: string) => Promise<Part[]>) | undefined;
  track(name: string, data: Record<string, Scalar>): void;
  trait(traits: Record<string, Scalar>): Promise<void>;
  on: Emitter['on'];
  emit: Emitter['emit'];
  /** Where the customer is, and what calls back when that may have changed. */
  pages: { page(): { url: string }; watch(listener: () => void): () => void };
  onError(error: SobaniError): void;
}

type SurveyPart = Extract<Part, { type: 'survey' }>;

export function createFlowHost(options: FlowHostOptions): FlowHost {
  const { store, conversations } = options;
  /** States of conversations in which nobody has written yet: those do not exist anywhere else either. */
  const unborn = new Map<string, Json>();
  const isVisitors = (message: Message) => message.author.kind === 'visitor';
  const isBorn = (conversation: string) => store.messages(conversation).value.some(isVisitors);
  const isBots = (conversation: string) => (store.conversation(conversation)?.status ?? 'bot') === 'bot';

  /** In the words of the rules file, where it has that survey. */
  const asSurvey = async (part: Part): Promise<Part> =>
    (part.type === 'survey' && (await options.survey?.(part.survey).catch(() => undefined))) || part;
  const compose = (conversation: string, parts: Part[]): Draft => ({
    id: nanoid(22),
    conversation,
    author: { kind: 'bot' },
    parts,
    at: options.clock.date(),
  });

  const row = async (key: string) => (await options.disk().load(key)).find(([found]) => found === key)?.[1];
  const load = async (conversation: string) =>
    unborn.has(conversation) ? unborn.get(conversation) : row(flowKey(conversation));
  /** What the visitor said in a conversation that no person has, part by part. */
  const onPart = (listener: (conversation: string, part: Part) => void) =>
    store.listen((event, origin) => {
      if (event.type !== 'message' || origin !== 'visitor' || !isBots(event.message.conversation)) return;
      for (const part of event.message.parts) listener(event.message.conversation, part);
    });

  return {
    locale: () => store.locale.value,
    speak: options.speak ?? (async () => {}),
    data: options.data,
    now: options.clock.date,
    timer: options.clock.setTimeout,
    visitor: () => nanoid(22),
    match: options.match ?? (async () => ({ verdict: 'none' })),
    tone: options.tone ?? (async () => 'plain'),
    functions: () => Object(store.options.value.functions),
    async isOpen(team) {
      const hours = await options.hours?.();
      if (!hours) return true;
      const { isOpen } = await import('../core/office-hours.js');
      return isOpen(hours, options.clock.date(), team);
    },
    track: options.track,
    trait: options.trait,
    typing: (conversation, isOn) =>
      store.apply({ type: 'typing', conversation, author: isOn ? { kind: 'bot' } : null }, 'bot'),
    async say(conversation, given) {
      const parts = await Promise.all(given.map(asSurvey));
      const message = compose(conversation, parts);
      if (isBorn(conversation)) await conversations.post(message);
      else conversations.hold(message);
    },
    async handoff(conversation, { text, team, reason, tags, priority, vars }) {
      await conversations.release(conversation);
      const more = { ...(team && { team }), ...(reason && { reason }) };
      const message = compose(conversation, [{ type: 'handoff', text, ...more }]);
      await conversations.post(message, {
        snapshot: options.snapshot(),
        tags,
        ...more,
        ...(priority && { priority }),
        ...(vars && { vars }),
      });
      const known = store.conversation(conversation);
      // shown at once; the back end confirms it with its own word
      if (known) store.apply({ type: 'conversation', conversation: { ...known, status: 'waiting' } }, 'bot');
      options.emit('handoff', { conversation, tags, ...(reason && { reason }) });
    },
    nobody: options.nobody,
    help: options.help,
    load,
    async save(conversation, state) {
      const { state: now, event } = Object(state) as Partial<Kept>;
      if (!event) options.emit('flow-step', { conversation, flow: now?.flow ?? null, step: now?.at ?? null });
      if (!isBorn(conversation)) return void unborn.set(conversation, state);
      unborn.delete(conversation);
      await options.disk().write([[flowKey(conversation), state ?? undefined]]);
    },
    loadTaken: () => row(takenKey),
    async saveTaken(taken) {
      await options.disk().write([[takenKey, taken]]);
    },
    current() {
      const id = conversations.current();
      return isBots(id) ? id : undefined;
    },
    onText: (listener) =>
      onPart((conversation, part) => {
        if (part.type === 'text') listener(conversation, part.text);
      }),
    onEntries: (listener) =>
      onPart((conversation, part) => {
        if (part.type === 'answers') listener(conversation, { values: part.values });
        if (part.type === 'rating') listener(conversation, { score: part.score });
      }),
    onConversation(listener) {
      const look = async () => {
        const view = store.view.value;
        if (view.screen !== 'conversation') return;
        const isNew = !store.messages(view.id).value.length;
        if (isNew || (isBots(view.id) && (await load(view.id)) !== undefined)) listener(view.id);
      };
      // the bot may have come after the conversation was opened
      void look();
      return store.listen((event) => {
        if (event.type === 'view') void look();
      });
    },
    onPerson: (listener) =>
      store.listen((event) => {
        if (event.type === 'conversation' && event.conversation.status !== 'bot') listener(event.conversation.id);
      }),
    onMoment(listener) {
      const { pages } = options;
      let { url } = pages.page();
      const undo = [
        pages.watch(() => {
          const before = url;
          ({ url } = pages.page());
          if (url !== before) listener({ on: 'page' });
        }),
        options.on('track', ({ name }) => listener({ on: 'event', name })),
        store.listen((event) => {
          if (event.type === 'panel' && event.isOpen) listener({ on: 'open' });
        }),
      ];
      // it may have been opened before the bot was there
      if (store.isOpen.value) queueMicrotask(() => listener({ on: 'open' }));
      return () => {
        for (const each of undo) each();
      };
    },
    onPanel(listener) {
      listener(store.isOpen.value);
      return store.listen((event) => {
        if (event.type === 'panel') listener(event.isOpen);
      });
    },
    trace: (trace) => options.emit('flow', trace),
    error: options.onError,
  };
}
