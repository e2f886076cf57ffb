/** Runs flows in conversations: one event after another, kept before the next, and never left unanswered. */
import { SobaniError, toSobaniError } from '../core/errors.js';
import { choose } from './choose.js';
import type { Flow, FlowFile, Step } from './format.js';
import { isExpected } from './hear.js';
import { createIdle } from './idle.js';
import { type Kept, parseKept } from './kept.js';
import type { FlowHost, Moment } from './ports.js';
import { createQueue } from './queue.js';
import { createRunner } from './run.js';
import type { FlowEvent } from './state.js';
import { begin } from './step.js';
import { stepPorts } from './step-ports.js';
import { createTurn } from './turn.js';
import { words } from './words.js';

export interface Flows {
  /** Starts a flow by its id, in place of one under way. Rejects with `not-found`, or with why the file cannot be used. */
  start(flowId: string, conversation: string): Promise<void>;
  /** The bot is silent from now on. What was begun is kept, and finished after the next attach. */
  stop(): void;
}

/** The flow that may go on from a kept state, if it and those that run it are still the same ones. */
function under(all: FlowFile, { state, event }: Kept): Flow | undefined {
  const of = (id: string, version: number, at: string) =>
    all.flows.find((flow) => flow.id === id && flow.version === version && (!at || Object.hasOwn(flow.steps, at)));
  const { flow = '', version = 0, at = '', stack = [] } = state ?? {};
  if (!at && event?.on !== 'start') return undefined;
  return stack.every((frame) => of(frame.flow, frame.version, frame.at)) ? of(flow, version, at) : undefined;
}

/** Whether something that is no text can end the waiting at a step. */
function waitsFor(step: Step | undefined, event: FlowEvent): boolean {
  if (!step) return false;
  if (event.on === 'event') return 'wait' in step && step.wait.event === event.name;
  if (event.on === 'answers' && 'ask' in step) return !!step.ask.picker;
  const kind = { timer: 'wait', answers: 'form', rating: 'csat' }[event.on as string];
  return !!kind && kind in step;
}

const START: FlowEvent = { on: 'start' };

/**
 * Joins the flows of a file to a host.
 * @param load answers what `parseFlowFile` let through; asked for when it is first needed, and again after it failed
 */
export function attachFlows(host: FlowHost, load: () => Promise<FlowFile>): Flows {
  const enqueue = createQueue();
  const silent = new Set<string>();
  let stopped = false;
  /** What a flow tracks begins none. */
  let isOwn = false;
  /** It could not be had. The visitor's words ask for it again, what merely happens does not. */
  let isBroken = false;
  const flows = () =>
    load().then(
      (all) => {
        isBroken = false;
        return all;
      },
      (error) => {
        isBroken = true;
        throw error;
      },
    );

  const quiet = (conversation: string) => stopped || silent.has(conversation);
  const runner = createRunner(
    {
      ...host,
      track: (name, data) => {
        isOwn = true;
        try {
          host.track(name, data);
        } finally {
          isOwn = false;
        }
      },
    },
    quiet,
    (conversation) => handle(conversation, () => happened(conversation, { on: 'timer' })),
  );
  const { keep, turn, handOver } = runner;
  const handle = (conversation: string, job: () => Promise<void>) => {
    if (quiet(conversation)) return;
    enqueue(conversation, async () => {
      if (!stopped) await job();
    }).catch((thrown) => host.error(toSobaniError(thrown)));
  };
  const stored = async (conversation: string) => {
    const json = await host.load(conversation);
    return { isAny: json != null, kept: parseKept(json) };
  };

  /** The flow that a trigger begins here, if any; why not the others is told. */
  async function taken(all: FlowFile, conversation: string, moment: Moment): Promise<Flow | undefined> {
    const data = await runner.data(conversation);
    const { flow, why } = choose(all, moment, data, await runner.taken(), host.now());
    if (flow || Object.keys(why).length) {
      host.trace({ conversation, trigger: moment.on, flow: flow?.id ?? null, why });
    }
    return flow;
  }

  async function run(conversation: string, all: FlowFile, kept: Omit<Kept, 'v'>): Promise<void> {
    const left = await turn(conversation, all, kept);
    if (left !== undefined) await wrote(conversation, left);
  }

  async function opened(conversation: string): Promise<void> {
    const { isAny, kept } = await stored(conversation);
    if (isAny && !kept?.event) {
      // the time of a step that waits goes on
      if (kept?.state?.due !== undefined) await keep(conversation, { state: kept.state });
      return;
    }
    const all = await flows().catch(() => undefined);
    if (!all) return;
    if (kept) {
      if (under(all, kept)) await run(conversation, all, kept);
      return;
    }
    const flow = await taken(all, conversation, { on: 'conversation' });
    if (flow) await run(conversation, all, { state: begin(flow), event: START });
  }

  /** What the words of a visitor begin where no flow is under way. */
  async function answering(all: FlowFile, conversation: string, text: string): Promise<Flow | undefined> {
    if (all.flows.some(({ trigger }) => trigger.on === 'intent')) {
      const match = await host.match(text, 'balanced').catch((thrown) => void host.error(toSobaniError(thrown)));
      const name = match?.verdict === 'sure' ? match.intent : undefined;
      const flow = name && (await taken(all, conversation, { on: 'intent', name }));
      if (flow) return flow;
    }
    return taken(all, conversation, { on: 'message' });
  }

  /** The flow for how the words of a visitor sound, which begins whatever is under way. */
  async function upset(all: FlowFile, conversation: string, text: string, kept?: Kept): Promise<Flow | undefined> {
    if (!all.flows.some(({ trigger }) => trigger.on === 'tone')) return undefined;
    const flow = kept && under(all, kept);
    const data = flow && (await runner.data(conversation));
    if (flow?.trigger.on === 'tone') return undefined;
    if (data && isExpected(createTurn(all, flow, kept.state!, data, stepPorts(data)), text)) return undefined;
    const name = await host.tone(text).catch((thrown) => void host.error(toSobaniError(thrown)));
    return name && name !== 'plain' ? taken(all, conversation, { on: 'tone', name }) : undefined;
  }

  async function wrote(conversation: string, text: string): Promise<void> {
    const { isAny, kept } = await stored(conversation);
    if (kept?.over || quiet(conversation)) return;
    const all = await flows().catch(() => undefined);
    if (!all) return handOver(conversation, 'no-flow');
    let flow = kept && under(all, kept);
    if (flow && kept?.event) {
      await run(conversation, all, kept);
      return wrote(conversation, text);
    }
    const other = await upset(all, conversation, text, kept);
    if (other) {
      const state = begin(other);
      // what was asked already goes along
      const { vars, tags } = (flow && kept?.state) || state;
      const event: FlowEvent = { on: 'start', text };
      return run(conversation, all, { state: { ...state, vars: { ...state.vars, ...vars }, tags }, event });
    }
    if (flow) return run(conversation, all, { state: kept!.state!, event: { on: 'text', text } });
    if (isAny && (!kept || kept.state)) {
      await host.speak();
      await host.say(conversation, [{ type: 'text', text: words(host.locale()).restart }]);
      flow = all.flows.find(({ id }) => id === kept?.state?.flow);
    }
    flow ??= await answering(all, conversation, text);
    if (!flow) return handOver(conversation, 'no-answer');
    await run(conversation, all, { state: begin(flow), event: { on: 'start', text } });
  }

  /** Something that is no text, which the step that waits may wait for. */
  async function happened(conversation: string, event: FlowEvent): Promise<void> {
    const { kept } = await stored(conversation);
    if (!kept?.state || quiet(conversation)) return;
    const all = await flows().catch(() => undefined);
    const flow = all && under(all, kept);
    if (!all || !flow) return;
    if (kept.event) {
      await run(conversation, all, kept);
      return happened(conversation, event);
    }
    if (waitsFor(flow.steps[kept.state.at], event)) await run(conversation, all, { state: kept.state, event });
  }

  /** It may end a wait, or else begin a flow. */
  async function met(conversation: string, moment: Moment): Promise<void> {
    const { on, name = '' } = moment;
    const { kept } = await stored(conversation);
    if (on === 'event') await happened(conversation, { on, name });
    const all = await flows().catch(() => undefined);
    if (!all || quiet(conversation)) return;
    if (kept?.state || kept?.over) {
      const why = all.flows.filter(({ trigger }) => trigger.on === on).map(({ id }) => [id, 'busy'] as const);
      if (why.length) host.trace({ conversation, trigger: on, flow: null, why: Object.fromEntries(why) });
      return;
    }
    const flow = await taken(all, conversation, moment);
    if (flow) await run(conversation, all, { state: begin(flow), event: START });
  }
  const meet = (moment: Moment) => {
    const conversation = host.current();
    if (conversation !== undefined && !isBroken) handle(conversation, () => met(conversation, moment));
  };

  const idle = createIdle(
    host,
    async () => (isBroken ? undefined : flows()),
    (seconds) => meet({ on: 'idle', seconds }),
  );
  const { acted } = idle;

  const undo = [
    host.onConversation((conversation) => handle(conversation, () => opened(conversation))),
    host.onText((conversation, text) => {
      acted();
      runner.hurry(conversation);
      handle(conversation, () => wrote(conversation, text));
    }),
    host.onEntries((conversation, sent) => {
      acted();
      const event: FlowEvent = 'score' in sent ? { on: 'rating', ...sent } : { on: 'answers', ...sent };
      handle(conversation, () => happened(conversation, event));
    }),
    host.onMoment((moment) => {
      if (isOwn) return;
      acted();
      meet(moment);
    }),
    host.onPerson((conversation) => {
      if (quiet(conversation)) return;
      silent.add(conversation);
      runner.hurry(conversation);
      enqueue(conversation, async () => {
        if (await host.load(conversation)) await keep(conversation, { over: true });
      }).catch((thrown) => host.error(toSobaniError(thrown)));
    }),
  ];

  return {
    start: (flowId, conversation) =>
      enqueue(conversation, async () => {
        if (stopped) return;
        const all = await flows();
        const flow = all.flows.find(({ id }) => id === flowId);
        if (!flow) throw new SobaniError('not-found', `There is no flow "${flowId}".`);
        silent.delete(conversation);
        await run(conversation, all, { state: begin(flow), event: { on: 'start', text: '' } });
      }),
    stop() {
      stopped = true;
      runner.end();
      idle.stop();
      for (const each of undo) each();
    },
  };
}
