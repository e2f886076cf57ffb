/** Runs flows in conversations: one event after another, kept before the next, and never left unanswered. */
import { SobaniError, toSobaniError } from '../core/errors.js';
import { matches } from '../core/match.js';
import type { HelpCentre } from '../core/ports.js';
import type { Json, Part } from '../types.js';
import type { Flow, FlowFile } from './format.js';
import { type Kept, parseKept } from './kept.js';
import { parseFlowFile } from './parse.js';
import { begin, type FlowEvent, step } from './step.js';
import { words } from './words.js';

/** Characters of a flows file as JSON. */
const MAX_FILE = 256 * 1024;

export interface FlowHost {
  locale(): string;
  /** What conditions and placeholders read: user, traits, cart, order, company, attributes, page, locale. */
  data(): Record<string, Json>;
  /** Appends a message by the bot. Resolves when it is safe. */
  say(conversation: string, parts: Part[]): Promise<void>;
  handoff(
    conversation: string,
    request: { text: string; team?: string; reason?: string; tags: string[] },
  ): Promise<void>;
  help(): Promise<HelpCentre | null>;
  /** The flow state kept for a conversation (survives a reload), and how to keep it; null forgets it. */
  load(conversation: string): Promise<unknown>;
  save(conversation: string, state: Json): Promise<void>;
  /** The visitor wrote (text) in a conversation that no person has. */
  onText(listener: (conversation: string, text: string) => void): () => void;
  /** A new conversation was opened on screen, nothing written yet; or one that a flow runs in, after a reload. */
  onConversation(listener: (conversation: string) => void): () => void;
  /** A person took over, or it ended: the bot is silent from now on. */
  onPerson(listener: (conversation: string) => void): () => void;
  error(error: SobaniError): void;
}

export interface Flows {
  /** Starts a flow by its id, in place of one under way. Rejects with `not-found`, or with why the file cannot be used. */
  start(flowId: string, conversation: string): Promise<void>;
  /** The bot is silent from now on. What was begun is kept, and finished after the next attach. */
  stop(): void;
}

/** Joins the flows of a file to a host. The file is fetched when it is first needed. */
export function attachFlows(host: FlowHost, flowsUrl: string, fetchJson: (url: string) => Promise<unknown>): Flows {
  let file: Promise<FlowFile> | undefined;
  let reported = false;
  let stopped = false;
  const queues = new Map<string, Promise<void>>();
  const silent = new Set<string>();

  function flows(): Promise<FlowFile> {
    file ??= fetchJson(flowsUrl)
      .then((json) => {
        if ((JSON.stringify(json) ?? '').length > MAX_FILE) {
          throw new SobaniError('too-large', `${flowsUrl} is over 256 KiB; make its texts shorter`);
        }
        return parseFlowFile(json);
      })
      .catch((thrown) => {
        file = undefined; // the next conversation tries again
        const error = toSobaniError(thrown, 'unavailable');
        if (!reported) host.error(error);
        reported = true;
        throw error;
      });
    return file;
  }

  const quiet = (conversation: string) => stopped || silent.has(conversation);

  /** One event after another. A failure is reported and does not hold up what follows. */
  function enqueue(conversation: string, job: () => Promise<void>): Promise<void> {
    const run = (queues.get(conversation) ?? Promise.resolve()).then(() => (stopped ? undefined : job()));
    const settled = run
      .catch(() => {})
      .then(() => {
        if (queues.get(conversation) === settled) queues.delete(conversation);
      });
    queues.set(conversation, settled);
    return run;
  }
  const handle = (conversation: string, job: () => Promise<void>) => {
    if (!quiet(conversation)) {
      enqueue(conversation, job).catch((thrown) => host.error(toSobaniError(thrown)));
    }
  };

  async function find({ query, limit }: { query: string; limit: number }): Promise<FlowEvent> {
    try {
      const articles = (query.trim() && (await host.help())?.search(query, limit)) || [];
      if (articles.length) return { on: 'found', articles };
    } catch (thrown) {
      host.error(toSobaniError(thrown, 'unavailable'));
    }
    return { on: 'none' };
  }

  const keep = (conversation: string, kept: Omit<Kept, 'v'>) =>
    host.save(conversation, { v: 1, ...kept } as unknown as Json);

  async function handOver(conversation: string, reason: string): Promise<void> {
    if (quiet(conversation)) return;
    await host.handoff(conversation, { text: words(host.locale()).handoff, reason, tags: [] });
    await keep(conversation, { over: true });
  }

  /**
   * Does all that one event leads to. Before it, the event is kept with the state it came upon, and then how many messages
   * are out: whatever interrupts it, doing it again says what is missing and nothing twice.
   */
  async function turn(conversation: string, flow: Flow, { state = begin(flow), event, done = 0 }: Omit<Kept, 'v'>) {
    let next: FlowEvent | undefined = event;
    let out = 0;
    let now = state;
    let over = false;
    await keep(conversation, { state, event: event!, done });
    while (next) {
      const result = step(flow, now, next, { ...host.data(), locale: host.locale() });
      next = undefined;
      for (const effect of result.effects) {
        if (effect.do === 'search') {
          next = await find(effect);
          continue;
        }
        over = effect.do === 'handoff';
        if (out++ < done) continue;
        if (quiet(conversation)) return;
        if (effect.do === 'say') await host.say(conversation, effect.parts);
        else {
          const { do: _, ...request } = effect;
          await host.handoff(conversation, request);
        }
        if (!silent.has(conversation)) await keep(conversation, { state, event: event!, done: out });
      }
      if (!result.state) {
        if (!silent.has(conversation)) await keep(conversation, over ? { over } : {});
        return;
      }
      now = result.state;
    }
    if (!silent.has(conversation)) await keep(conversation, { state: now });
  }

  const matching = (all: FlowFile, on: Flow['trigger']['on']) =>
    all.flows.find(({ trigger }) => trigger.on === on && matches(trigger.if ?? {}, host.data()));

  /** The flow that may go on from a kept state, if it is still the same one. */
  const under = (all: FlowFile, { state, event }: Kept) =>
    all.flows.find(
      (flow) =>
        flow.id === state?.flow &&
        flow.version === state.version &&
        (Object.hasOwn(flow.steps, state.at) || event?.on === 'start'),
    );

  async function opened(conversation: string): Promise<void> {
    const stored = await host.load(conversation);
    const kept = parseKept(stored);
    if (stored && !kept?.event) return;
    const all = await flows().catch(() => undefined);
    const flow = all && (kept ? under(all, kept) : matching(all, 'conversation'));
    if (flow) await turn(conversation, flow, kept ?? { event: { on: 'start', text: '' } });
  }

  async function wrote(conversation: string, text: string): Promise<void> {
    const stored = await host.load(conversation);
    const kept = parseKept(stored);
    if (kept?.over || quiet(conversation)) return;
    const all = await flows().catch(() => undefined);
    if (!all) return handOver(conversation, 'no-flow');
    let flow = kept && under(all, kept);
    if (flow && kept?.event) {
      await turn(conversation, flow, kept);
      return wrote(conversation, text);
    }
    if (flow) return turn(conversation, flow, { state: kept!.state!, event: { on: 'text', text } });
    if (stored && (!kept || kept.state)) {
      await host.say(conversation, [{ type: 'text', text: words(host.locale()).restart }]);
      flow = all.flows.find(({ id }) => id === kept?.state?.flow);
    }
    flow ??= matching(all, 'message');
    if (!flow) return handOver(conversation, 'no-answer');
    await turn(conversation, flow, { event: { on: 'start', text } });
  }

  const undo = [
    host.onConversation((conversation) => handle(conversation, () => opened(conversation))),
    host.onText((conversation, text) => handle(conversation, () => wrote(conversation, text))),
    host.onPerson((conversation) => {
      if (quiet(conversation)) return;
      silent.add(conversation);
      enqueue(conversation, async () => {
        if (await host.load(conversation)) await keep(conversation, { over: true });
      }).catch((thrown) => host.error(toSobaniError(thrown)));
    }),
  ];

  return {
    start: (flowId, conversation) =>
      enqueue(conversation, async () => {
        const flow = (await flows()).flows.find(({ id }) => id === flowId);
        if (!flow) throw new SobaniError('not-found', `There is no flow "${flowId}" in ${flowsUrl}`);
        silent.delete(conversation);
        await turn(conversation, flow, { event: { on: 'start', text: '' } });
      }),
    stop() {
      stopped = true;
      for (const each of undo) each();
    },
  };
}
