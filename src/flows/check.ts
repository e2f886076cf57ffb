/** What is wrong with a flows file beyond its form: a page runs it within bounds all the same, an author wants to know. Pure. */
import type { Flow, FlowFile, Step } from './format.js';
import { parseFlowFile, refuse } from './parse.js';

type Place = [flow: Flow, step: string];

/** What fits no shape: fields that need each other. */
const NEEDS: [of: string, when: (given: Record<string, unknown>) => unknown, field: string, what: string][] = [
  ['trigger', ({ on, event }) => on === 'event' && !event, 'event', 'needed with on: event'],
  ['trigger', ({ on, seconds }) => on === 'idle' && !seconds, 'seconds', 'needed with on: idle'],
  ['trigger', ({ on, intent }) => on === 'intent' && !intent, 'intent', 'needed with on: intent'],
  ['trigger', ({ on, tone }) => on === 'tone' && !tone, 'tone', 'needed with on: tone'],
  ['trigger', ({ every }) => every === 0, 'every', 'expected more than 0'],
  ['ask', ({ type, options }) => type === 'choice' && !options, 'options', 'needed with type: choice'],
  ['ask', ({ retries, ...rest }) => retries !== undefined && !rest.else, 'else', 'needed with retries'],
  ['field', ({ type, options }) => /select$/.test(`${type}`) && !options, 'options', 'needed with this type'],
  ['wait', ({ ms, event }) => !ms && !event, 'ms', 'expected ms or event'],
  ['wait', ({ event, timeout }) => timeout && !event, 'event', 'needed with timeout'],
  [
    'split',
    ({ ways }) => !(ways as { weight: number }[]).some(({ weight }) => weight),
    'ways',
    'expected a weight above 0',
  ],
];

function need(where: string, given: object, path: string): void {
  for (const [of, isMissing, field, what] of NEEDS) {
    if (of === where && isMissing(given as Record<string, unknown>)) refuse(`${path}.${field}`, what);
  }
}

/** Whether a step waits for the visitor whenever it is come to. */
function waits(step: Step): boolean {
  if ('ask' in step) return step.ask.unless === undefined && !/^(email|phone)$/.test(step.ask.type ?? '');
  if ('form' in step) return step.form.fields.some(({ unless }) => unless === undefined);
  return 'wait' in step || 'csat' in step || 'resolved' in step || 'handoff' in step || 'end' in step;
}

function graph(file: FlowFile) {
  const flowOf = (id: string) => file.flows.find((flow) => flow.id === id)!;
  const ends = new Map<Flow, boolean>();
  /** Steps that follow without anybody writing; undefined for the end of the flow. */
  const after = (flow: Flow, id: string): (Place | undefined)[] => {
    const step = flow.steps[id]!;
    const own = (to: string | undefined): Place | undefined => (to === undefined ? undefined : [flow, to]);
    const next = 'next' in step ? step.next : undefined;
    const past = step.if ? [own(step.else ?? next)] : [];
    if (waits(step)) return past;
    if ('branch' in step) return [...past, ...step.branch.map((way) => own(way.next)), own(next)];
    if ('search' in step) return step.search.none ? [...past, own(step.search.none)] : past;
    if ('match' in step) {
      const { none, intents = {} } = step.match;
      return [...past, own(next), ...[...Object.values(intents), ...(none ? [none] : [])].map(own)];
    }
    if ('call' in step) return [...past, own(next), ...(step.call.error ? [own(step.call.error)] : [])];
    if ('hours' in step) return [...past, own(step.hours.open), own(step.hours.closed)];
    if ('split' in step) return [...past, ...step.split.ways.map((way) => own(way.next))];
    if ('goto' in step) {
      const to = step.goto.flow ? flowOf(step.goto.flow) : flow;
      return [...past, [to, step.goto.step ?? to.start]];
    }
    if ('run' in step) {
      const to = flowOf(step.run);
      return [...past, [to, to.start], ...(endsAtOnce(to) ? [own(next)] : [])];
    }
    return [...past, own(next)];
  };
  /** Whether a flow may come to its end without having waited. */
  const endsAtOnce = (flow: Flow): boolean => {
    if (ends.has(flow)) return ends.get(flow)!;
    ends.set(flow, false);
    const seen = new Set<string>();
    const isEnd = (id: string): boolean => {
      if (seen.has(id)) return false;
      seen.add(id);
      if ('end' in flow.steps[id]!) return true;
      return after(flow, id).some((place) => !place || (place[0] === flow && isEnd(place[1])));
    };
    ends.set(flow, isEnd(flow.start));
    return ends.get(flow)!;
  };
  return after;
}

/** Refuses a round of automatic steps: it would never wait for the visitor. */
function refuseRounds(file: FlowFile): void {
  const after = graph(file);
  const isDone = new Map<string, boolean>();
  const visit = (flow: Flow, id: string): void => {
    const key = `flows.${file.flows.indexOf(flow)}.steps.${id}`;
    if (isDone.get(key) === false) refuse(key, 'comes back to itself without a step that waits for the visitor');
    if (isDone.has(key)) return;
    isDone.set(key, false);
    for (const place of after(flow, id)) if (place) visit(...place);
    isDone.set(key, true);
  };
  for (const flow of file.flows) for (const id of Object.keys(flow.steps)) visit(flow, id);
}

/**
 * As `parseFlowFile`, and refuses also fields that need each other, and steps that come back to themselves without waiting.
 * @throws SobaniError `invalid` with the path of what was wrong.
 */
export function checkFlowFile(json: unknown): FlowFile {
  const file = parseFlowFile(json);
  file.flows.forEach((flow, i) => {
    need('trigger', flow.trigger, `flows.${i}.trigger`);
    for (const [id, step] of Object.entries(flow.steps)) {
      const path = `flows.${i}.steps.${id}`;
      for (const [kind, given] of Object.entries(step)) if (kind !== 'if') need(kind, Object(given), `${path}.${kind}`);
      if ('form' in step) step.form.fields.forEach((field, n) => void need('field', field, `${path}.form.fields.${n}`));
    }
  });
  refuseRounds(file);
  return file;
}
