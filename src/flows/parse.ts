/** Reads a flows file: what passes is exactly of the format, every target exists, and no turn can go round for ever. */
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import { parseCondition, parsePlain } from '../core/match.js';
import type { Flow, FlowFile, Step } from './format.js';

// One string a shape, `field:type`; `?` may be absent, `type*9` is a list of 1 to 9, `a|b` is one of the words.
const SHAPES: Record<string, string> = {
  file: '$schema?:line v:1 flows:flow*100',
  flow: 'id:name version:count trigger:trigger start:target steps:steps',
  trigger: 'on:conversation|message|manual if?:condition',
  say: 'say:text next?:target',
  choices: 'choices:menu',
  menu: `text:text options:option*${LIMITS.choices} else?:target`,
  option: 'label:label next:target tag?:line',
  ask: 'ask:question next?:target',
  question: 'text:text save:name type?:text|email|number|phone min?:number max?:number invalid?:text unless?:line',
  branch: 'branch:way*50 next?:target',
  way: 'if:condition next:target',
  search: 'search:query',
  query: 'query:line limit?:limit found:text next:target none:target',
  tag: 'tag:line next?:target',
  handoff: 'handoff:transfer',
  transfer: 'text?:text team?:line reason?:line',
  end: 'end:true',
};
const STEPS = ['say', 'choices', 'ask', 'branch', 'search', 'tag', 'handoff', 'end'];
/** Longest strings. A `text` or `label` may also be an object of such strings by locale. */
const LENGTHS: Record<string, number> = { line: 200, label: 200, text: LIMITS.text };
const MAX_STEPS = 500;

const refuse = (path: string, what: string): never => {
  throw new SobaniError('invalid', `${path || 'flows'}: ${what}`, { path });
};

function read(type: string, value: unknown, path: string, steps: object): void {
  const expect = (ok: unknown, what = type) => ok || refuse(path, `expected ${what}`);
  const within = (min: number, max: number) => Number.isSafeInteger(value) && +value! >= min && +value! <= max;
  const [name, most] = type.split('*') as [string, string?];
  const shape = SHAPES[name];
  const longest = LENGTHS[name];
  const isObject = typeof value === 'object' && !!value && !Array.isArray(value);
  if (most) {
    expect(Array.isArray(value) && value.length && value.length <= +most, `a list of 1 to ${most}`);
    (value as unknown[]).forEach((one, i) => void read(name, one, `${path}.${i}`, steps));
  } else if (shape || name === 'step' || name === 'steps') {
    expect(isObject, 'an object');
    const given = value as Record<string, unknown>;
    const keys = Object.keys(given);
    if (name === 'steps') {
      expect(keys.length <= MAX_STEPS, `at most ${MAX_STEPS} steps`);
      for (const key of keys) read('name', key, `${path}.${key}`, given);
      for (const key of keys) read('step', given[key], `${path}.${key}`, given);
    } else if (name === 'step') {
      const kind = STEPS.find((one) => one in given);
      expect(kind, `one of ${STEPS.join(', ')}`);
      read(kind!, value, path, steps);
    } else {
      const fields = [...shape!.matchAll(/([$\w]+)(\??):(\S+)/g)];
      const stray = keys.find((key) => !fields.some((field) => field[1] === key));
      if (stray !== undefined) refuse(`${path && `${path}.`}${stray}`, 'unknown field');
      for (const [, key, optional, kind] of fields as unknown as [string, string, string, string][]) {
        if (!optional || Object.hasOwn(given, key))
          read(kind, given[key], path ? `${path}.${key}` : key, (given.steps ?? steps) as object);
      }
    }
  } else if (longest) {
    if (name !== 'line' && isObject) {
      expect(Object.keys(value).length, 'a text in some language');
      for (const [key, text] of Object.entries(value)) {
        if (typeof text !== 'string') refuse(`${path}.${key}`, 'expected a string');
        read(name, text, `${path}.${key}`, steps);
      }
    } else expect(typeof value === 'string' && value.trim() && value.length <= longest, `1 to ${longest} characters`);
  } else if (name === 'condition') parseCondition(value, path);
  else if (name === 'target') expect(typeof value === 'string' && Object.hasOwn(steps, value), 'the id of a step');
  else if (name === 'name') {
    expect(
      /^(?!(__proto__|constructor|prototype)$)[\w-]{1,64}$/.test(typeof value === 'string' ? value : ''),
      '1 to 64 of A-Z a-z 0-9 _ -',
    );
  } else if (name === 'count') expect(within(0, 1e9), 'a whole number');
  else if (name === 'limit') expect(within(1, 8), '1 to 8');
  else if (name === 'number') expect(Number.isFinite(value), 'a number');
  else expect(name.split('|').some((one) => value === (/^(1|true)$/.test(one) ? JSON.parse(one) : one)));
}

/** Steps that follow without anybody writing. A question that may be skipped counts. */
function automatic(step: Step): (string | undefined)[] {
  if ('branch' in step) return [...step.branch.map((way) => way.next), step.next];
  if ('search' in step) return [step.search.none];
  if ('ask' in step && !step.ask.unless) return [];
  return 'next' in step ? [step.next] : [];
}

/** Refuses a round of automatic steps: it would never wait for the visitor. */
function refuseRounds({ steps }: Flow, path: string): void {
  const done = new Map<string, boolean>();
  const visit = (id: string): void => {
    if (done.get(id) === false)
      refuse(`${path}.${id}`, 'comes back to itself without a step that waits for the visitor');
    if (done.has(id)) return;
    done.set(id, false);
    for (const next of automatic(steps[id]!)) if (next !== undefined) visit(next);
    done.set(id, true);
  };
  Object.keys(steps).forEach(visit);
}

/**
 * The flows of a parsed JSON file, as docs/flows.md describes them.
 * @throws SobaniError `invalid` with the path of what was wrong, as `flows.0.steps.menu.choices.options.2.next`.
 */
export function parseFlowFile(json: unknown): FlowFile {
  parsePlain(json, '', 24);
  read('file', json, '', {});
  const file = json as FlowFile;
  const ids = file.flows.map((flow) => flow.id);
  file.flows.forEach((flow, i) => {
    if (ids.indexOf(flow.id) < i) refuse(`flows.${i}.id`, `there are two flows "${flow.id}"`);
    refuseRounds(flow, `flows.${i}.steps`);
  });
  return file;
}
