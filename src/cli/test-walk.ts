/** Walks through flows at random, always in the same way for the same seed, and tells where they go round, end in silence or have no way out. */
import type { Flow, FlowFile } from '../flows/format.js';
import { listOf, objectOf } from '../lint/findings.js';
import { isSeen } from './test-expect.js';
import { type Act, type Answers, createTalk, type Item } from './test-talk.js';

/** Turns in one walk. */
const TURNS = 30;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function drawer(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TEXTS = [
  'hello',
  'where is my order',
  '2',
  '17',
  'aiko@example.com',
  '+44 20 7946 0000',
  '2026-12-24',
  'https://example.com',
  'ok',
];

type Draw = <T>(list: readonly T[]) => T;

/** What a field of a form may hold. */
function entry(field: Record<string, unknown>, draw: Draw): unknown {
  const options = listOf(field.options).map((one) => objectOf(one).value);
  const byType: Record<string, unknown> = {
    email: 'aiko@example.com',
    phone: '+442079460000',
    number: Number(field.min ?? 3),
    url: 'https://example.com',
    date: '2026-12-24',
    checkbox: true,
  };
  if (field.type === 'select') return draw(options);
  if (field.type === 'multiselect') return [draw(options)];
  return byType[String(field.type)] ?? 'some words';
}

/** Something that a visitor could do, having seen this. */
function next(items: Item[], step: Record<string, unknown>, draw: Draw): Act {
  const choices = items.filter((item) => Array.isArray(item.choices)).at(-1);
  const form = items.filter((item) => item.type === 'form').at(-1);
  if (form && draw([true, true, false])) {
    const fields = listOf(form.fields).map(objectOf);
    return { form: Object.fromEntries(fields.map((field) => [String(field.name), entry(field, draw)])) };
  }
  if (items.some((item) => item.type === 'survey') && draw([true, false])) return { rate: draw([1, 2, 3, 4, 5]) };
  if (choices && draw([true, true, true, false])) return { press: String(draw(listOf(choices.choices))) };
  const wait = objectOf(step.wait);
  if (step.wait !== undefined && draw([true, true, false])) {
    return typeof wait.event === 'string' && draw([true, false])
      ? { event: wait.event }
      : { wait: Number(wait.ms ?? 60_000) };
  }
  return { visitor: draw(TEXTS) };
}

/** Answers by chance. */
function chance(flow: Flow, draw: Draw): Answers {
  const articles = [{ id: 'article', title: 'An article', description: 'Of the help centre' }];
  const intents = Object.values(objectOf(flow.steps)).flatMap((one) =>
    Object.keys(objectOf(objectOf(objectOf(one).match).intents)),
  );
  return {
    search: async () => (draw([true, false]) ? { on: 'found', articles } : { on: 'none' }),
    async match() {
      const intent = draw([...intents, 'another']);
      const meant = { intent, answer: 'An answer' };
      return draw([
        { on: 'none' },
        { on: 'sure', confidence: 0.9, ...meant },
        { on: 'unsure', suggestions: [{ ...meant, title: 'A suggestion' }] },
      ]);
    },
    call: async () => (draw([true, false]) ? { on: 'called', value: { ok: true } } : { on: 'failed' }),
    hours: async () => ({ on: 'hours', isOpen: draw([true, false]) }),
  };
}

/** Plays `walks` walks through each flow. `contexts`: what visitors may be like. Gives a line for each thing that is wrong. */
export async function walk(
  file: FlowFile,
  contexts: readonly { data: Record<string, unknown>; now: number }[],
  walks: number,
): Promise<string[]> {
  const wrong = new Map<string, string>();
  for (const flow of file.flows) {
    const passed = new Set<string>();
    const ended = new Set<string>();
    for (let seed = 1; seed <= walks; seed++) {
      const random = drawer(seed);
      const draw: Draw = (list) => list[Math.floor(random() * list.length)]!;
      const { data, now } = draw(contexts);
      const talk = createTalk(file, { ...data, visitor: `visitor ${seed}` }, chance(flow, draw), now);
      const trail: string[] = [];
      const tell = (what: string, key: string) => {
        if (!wrong.has(key)) wrong.set(key, `${flow.id}: ${what} (walk ${seed}: ${trail.join(', ')})`);
      };
      const here = new Set<string>();
      let at = '';
      try {
        let act: Act = { start: flow.id };
        for (let turn = 0; turn < TURNS; turn++) {
          trail.push(
            Object.values(act)
              .map((one) => JSON.stringify(one))
              .join(' '),
          );
          const items = await talk.act(act);
          const state = talk.state();
          const { reason } = objectOf(items.filter((item) => 'handoff' in item).at(-1)?.handoff);
          if (reason === 'flow-limit')
            tell(`goes round and round after "${at || 'the start'}"`, `${flow.id} ${at} round`);
          const isHeard = act.visitor !== undefined || act.press !== undefined || act.form !== undefined;
          if (!state && isHeard && !items.some(isSeen))
            tell(`ends in silence after "${at}"`, `${flow.id} ${at} silence`);
          if (!state) {
            for (const one of here) ended.add(one);
            break;
          }
          if (state.flow !== flow.id) break;
          at = state.at;
          here.add(at);
          passed.add(at);
          act = next(items, objectOf(objectOf(flow.steps)[at]), draw);
        }
        if (talk.state() && talk.state()!.flow !== flow.id) for (const one of here) ended.add(one);
      } catch (thrown) {
        tell(`fails after "${at || 'the start'}": ${(thrown as Error).message}`, `${flow.id} ${at} fails`);
      }
    }
    const lost = [...passed].filter((id) => !ended.has(id));
    if (lost.length)
      wrong.set(`${flow.id} lost`, `${flow.id}: no walk came to an end or a person from ${lost.join(', ')}`);
  }
  return [...wrong.values()];
}
