/** `npm test` tries 5,000 files; `npm run test:flows` 200,000. */
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { checkFlowFile } from '../../src/flows/check.js';
import type { FlowFile } from '../../src/flows/format.js';
import { parseKept } from '../../src/flows/kept.js';
import { parseFlowFile } from '../../src/flows/parse.js';
import type { Effect, FlowEvent, FlowState } from '../../src/flows/state.js';
import { begin, step } from '../../src/flows/step.js';
import { stepPorts } from '../../src/flows/step-ports.js';
import { anyBrought, anyEvent, anyFile, type Dice, dice } from './any-file.js';

const RUNS = Number(process.env.SOBANI_FLOWS ?? 5_000);
/** The first seed, so that a long run need not try again what was tried. */
const FIRST = Number(process.env.SOBANI_FIRST ?? 0);

const read = (text: string, parse = parseFlowFile): FlowFile | SobaniError => {
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SobaniError) return error;
    throw error;
  }
};

/** Everything that a file does in a talk of some turns, and the most that it did in one. */
function play(file: FlowFile, by: Dice, isReloaded: boolean) {
  const log: unknown[] = [];
  let most = 0;
  let largest = 0;
  let state: FlowState | null = begin(file.flows[0]!);
  let event: FlowEvent = { on: 'start', text: by.rarely(2) ? '' : 'hello' };
  for (let turn = 0; turn < 8 && state; turn++) {
    const data = { locale: 'ja', user: { name: 'Aiko' }, traits: {}, visitor: 'v', now: { at: turn * 5_000, hour: 9 } };
    let next: FlowEvent | undefined = event;
    let done = 0;
    while (next && state) {
      const result: { state: FlowState | null; effects: Effect[] } = step(file, state, next, data, stepPorts(data));
      next = undefined;
      for (const effect of result.effects) {
        done++;
        largest = Math.max(largest, JSON.stringify(effect).length);
        next = anyBrought(by, effect.do);
      }
      log.push(result);
      state = result.state;
      // a reload between any two events
      if (state && isReloaded) state = parseKept(JSON.parse(JSON.stringify({ v: 1, state })))!.state!;
    }
    most = Math.max(most, done);
    event = anyEvent(by);
  }
  return { log, most, largest };
}

describe('any flow file', () => {
  it('is refused with a typed error, or runs within its bounds, the same each time', { timeout: 3_600_000 }, () => {
    const count = { refused: 0, odd: 0, run: 0 };
    const wrong: string[] = [];
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const text = anyFile(dice(seed));
      const file = read(text);
      if (file instanceof SobaniError) {
        count.refused++;
        if (file.code !== 'invalid' || file.path === undefined) wrong.push(`${seed}: ${file.message}`);
        continue;
      }
      if (seed % 3 === 0 && read(text, checkFlowFile) instanceof SobaniError) count.odd++;
      count.run++;
      // a reload between any two events changes nothing; one in ten, as it takes long
      const again = seed % 10 ? undefined : play(read(text) as FlowFile, dice(~seed), true);
      const { log, most, largest } = play(file, dice(~seed), false);
      // 50 steps, of which a match asks and says, and what follows the last
      if (most > 103) wrong.push(`${seed}: ${most} effects in a turn`);
      if (largest > 100_000) wrong.push(`${seed}: ${largest} characters`);
      if (again && JSON.stringify(again.log) !== JSON.stringify(log)) wrong.push(`${seed}: not the same`);
    }
    expect(wrong).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    // enough of each kind was tried
    expect(Math.min(...Object.values(count))).toBeGreaterThan(RUNS / 10);
  });
});
