/** Does all that one event leads to, and keeps where that stands. */
import { toSobaniError } from '../core/errors.js';
import type { Json } from '../types.js';
import { parseTaken, type Reached, reach, type Taken } from './choose.js';
import type { FlowFile } from './format.js';
import type { Kept } from './kept.js';
import { complete, perform, timeOf } from './perform.js';
import type { FlowHost } from './ports.js';
import { type Effect, type FlowEvent, type HandoffDetails, MAX_WAIT } from './state.js';
import { step } from './step.js';
import { stepPorts } from './step-ports.js';
import { words } from './words.js';

export interface Runner {
  keep(conversation: string, kept: Omit<Kept, 'v'>): Promise<void>;
  /** What conditions and placeholders read in a conversation. */
  data(conversation: string): Promise<Record<string, Json>>;
  taken(): Promise<Taken>;
  handOver(conversation: string, reason: string): Promise<void>;
  /**
   * Before it begins, the event is kept with the state it came upon, and then how many effects are done: whatever interrupts it, doing it
   * again says what is missing and nothing twice. Resolves with what the visitor wrote where the flow ended without a use for it.
   */
  turn(conversation: string, file: FlowFile, kept: Omit<Kept, 'v'>): Promise<string | undefined>;
  /** The visitor did something: nobody is seen typing any longer. */
  hurry(conversation: string): void;
  /** Nothing is waited for any more. */
  end(): void;
}

type Doing = Exclude<Effect, { do: 'search' | 'match' | 'call' | 'hours' }>;

const asks = (effect: Effect): effect is Exclude<Effect, Doing> => /^(search|match|call|hours)$/.test(effect.do);

/**
 * @param isQuiet the bot does not speak there any more
 * @param onDue told when a step `wait` is over
 */
export function createRunner(
  host: FlowHost,
  isQuiet: (conversation: string) => boolean,
  onDue: (conversation: string) => void,
): Runner {
  const ended = new AbortController();
  /** By conversation, what ends the typing that is seen. */
  const typing = new Map<string, () => void>();
  const timers = new Map<string, () => void>();
  /** Where nobody is to wait for typing in this turn. */
  const hurried = new Set<string>();

  const pause = async (conversation: string, ms: number) => {
    if (hurried.has(conversation)) return;
    host.typing(conversation, true);
    await new Promise<void>((resolve) => {
      const undo = host.timer(resolve, ms);
      typing.set(conversation, () => {
        undo();
        resolve();
      });
    });
    typing.delete(conversation);
    host.typing(conversation, false);
  };
  const runner: Runner = {
    keep(conversation, kept) {
      timers.get(conversation)?.();
      timers.delete(conversation);
      const { due } = (!kept.event && kept.state) || {};
      if (due !== undefined) {
        timers.set(
          conversation,
          host.timer(() => onDue(conversation), Math.min(MAX_WAIT, Math.max(0, due - host.now()))),
        );
      }
      return host.save(conversation, { v: 1, ...kept } as unknown as Json);
    },
    async data(conversation) {
      await host.speak();
      const { visitor } = await runner.taken();
      const given = host.data();
      const own = { ...Object(given.conversation), id: conversation };
      return {
        ...given,
        ...(host.nobody && { isAlone: true }),
        locale: host.locale(),
        now: timeOf(host.now()),
        visitor,
        conversation: own,
      };
    },
    // read each time: somebody else may be here by now
    taken: async () => parseTaken(await host.loadTaken()) ?? { v: 1, visitor: host.visitor(), flows: {} },
    async handOver(conversation, reason) {
      await host.speak();
      if (isQuiet(conversation)) return;
      await pass(conversation, { text: words(host.locale()).handoff, reason, tags: [] });
      await runner.keep(conversation, host.nobody ? {} : { over: true });
    },
    async turn(conversation, file, { state, event, done = 0, heard = [] }) {
      let now = state!;
      let next: FlowEvent | undefined = event;
      let [out, asked] = [0, 0];
      const keepTurn = () =>
        runner.keep(conversation, { state: state!, event: event!, done: Math.max(done, out), heard });
      const isSilent = () => isQuiet(conversation);
      hurried.delete(conversation);
      await keepTurn();
      if (event!.on === 'start') await note(now.flow, 1);
      else if (/^(text|answers|rating)$/.test(event!.on)) await note(now.flow, 2);
      while (next) {
        const data = await runner.data(conversation);
        const { state: after, effects, left } = step(file, now, next, data, stepPorts(data));
        next = undefined;
        for (const effect of effects) {
          if (asks(effect)) {
            next = heard[asked++];
            if (next) continue;
            next = await perform(host, effect, ended.signal);
            if (isSilent()) return undefined;
            heard = [...heard, next];
            // the others can be asked again
            if (effect.do === 'call') await keepTurn();
          } else if (out++ >= done) {
            if (isSilent()) return undefined;
            await act(conversation, effect);
            if (!isSilent()) await keepTurn();
          }
        }
        // it is at its end, or has left for another
        if (!after || (after.flow !== now.flow && !after.stack)) await note(now.flow, 3);
        if (!after) {
          const over = effects.at(-1)?.do === 'handoff' && !host.nobody;
          if (!isSilent()) await runner.keep(conversation, over ? { over } : {});
          return left;
        }
        now = after;
      }
      if (!isSilent()) await runner.keep(conversation, { state: now });
      return undefined;
    },
    hurry(conversation) {
      if (!typing.has(conversation)) return;
      hurried.add(conversation);
      typing.get(conversation)!();
    },
    end() {
      ended.abort();
      for (const stop of [...typing.values(), ...timers.values()]) stop();
    },
  };

  async function note(flow: string, reached: Reached) {
    await host.saveTaken(reach(await runner.taken(), flow, reached, host.now()) as unknown as Json);
  }

  /** To a person; where there is none, that is said, and the bot goes on. */
  async function pass(conversation: string, details: HandoffDetails): Promise<void> {
    if (!host.nobody) return host.handoff(conversation, details);
    const text = words(host.locale(), true).handoff;
    await host.say(conversation, [{ type: 'text', text }, ...(await host.nobody(conversation))]);
  }

  async function act(conversation: string, effect: Doing): Promise<void> {
    if (effect.do === 'track') return host.track(effect.name, effect.data);
    // what cannot be noted does not keep anybody waiting
    if (effect.do === 'trait') return host.trait(effect.traits).catch((thrown) => host.error(toSobaniError(thrown)));
    if (effect.do === 'say') {
      if (effect.delay) await pause(conversation, effect.delay);
      const parts = await complete(host, effect.parts);
      if (parts.length && !isQuiet(conversation)) await host.say(conversation, parts);
      return;
    }
    const { do: _, ...details } = effect;
    const { away, team } = details;
    if (away && !(await host.isOpen(team).catch(() => true))) details.text = away;
    await pass(conversation, details);
  }
  return runner;
}
