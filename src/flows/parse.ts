/**
 * Reads a flows file: what passes is exactly of the format, within its bounds, and every target exists. What else an author wants to
 * know of a file, and a page does without, is in check.ts.
 */
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import { refuseRegex } from '../core/linear-regex.js';
import { isPath, parseCondition, parsePlain } from '../core/match.js';
import { isKey } from '../core/text.js';
import type { FlowFile, Text } from './format.js';
import { isSaying } from './saying.js';

// One string a shape, `field:type`; `?` may be absent, `type*9` is a list of 1 to 9, `a|b` is one of the words, `1..9` a number and
// `#1..9` a whole one, `type%` is an object of them by name.
const SHAPES: Record<string, string> = {
  file: '$schema?:line v:1 messages?:messages flows:flow*100',
  flow: 'id:name version:#0..1000000000 title?:label trigger:trigger start:target vars?:json% steps:steps',
  trigger:
    'on:conversation|message|open|page|event|idle|intent|tone|button event?:word seconds?:1..3600 intent?:name tone?:angry|urgent if?:condition until?:seen|interacted|engaged every?:0..8760 priority?:number',
  say: 'say:saying next?:target',
  speech:
    'text?:text image?:image card?:card article?:line carousel?:pane*10 list?:card*100 buttons?:button*12 order?:path cart?:path delay?:0..5000',
  pane: 'title:label text?:text url?:link image?:image buttons?:button*12',
  button: 'label:label url?:link flow?:flowId reply?:label',
  image: 'url:link alt:label width?:#1..10000 height?:#1..10000',
  card: 'title:label text?:text url?:link image?:image',
  ask: 'ask:question next?:target',
  question:
    'text:text save?:name type?:text|email|number|phone|url|date|choice options?:option*10 picker?:boolean required?:boolean pattern?:pattern min?:number max?:number invalid?:text retries?:#0..10 else?:target free?:boolean unless?:path',
  option: 'label:label next?:target tag?:word value?:json',
  form: 'form:blank next?:target',
  blank: 'title?:label text?:text submit?:label fields:field*10',
  field:
    'name:name label:label type:text|email|phone|number|url|date|time|select|multiselect|checkbox|consent text?:text options?:entry*50 required?:boolean min?:number max?:number unless?:path',
  entry: 'value:line label:label',
  branch: 'branch:way*50 next?:target',
  way: 'if:condition next:target',
  set: 'set:json% next?:target',
  tag: 'tag:word next?:target',
  trait: 'trait:line% next?:target',
  track: 'track:word data?:scalar% next?:target',
  search: 'search:query',
  query: 'query:line limit?:#1..8 found?:text save?:name next?:target none?:target',
  match: 'match:guess next?:target',
  guess: 'text?:line mode?:cautious|balanced|eager save?:name intents?:target% none?:target suggest?:text',
  call: 'call:request next?:target',
  request: 'name:name input?:json% timeout?:1..30000 save?:name error?:target',
  hours: 'hours:times',
  times: 'team?:word open:target closed:target',
  wait: 'wait:pause next?:target',
  pause: 'ms?:1..60000 event?:word timeout?:target',
  split: 'split:fork',
  fork: 'name?:name ways:share*10',
  share: 'weight:0..1000000 next:target',
  csat: 'csat:survey next?:target',
  survey: 'survey?:name text?:text scale?:faces|stars|thumbs save?:name',
  resolved: 'resolved:verdict',
  verdict: 'text?:text yes:target no:target',
  handoff: 'handoff:transfer',
  transfer: 'text?:text team?:word tags?:word*10 priority?:low|normal|high|urgent reason?:line away?:text',
  goto: 'goto:jump',
  jump: 'flow?:flowId step?:name',
  run: 'run:flowId next?:target',
  end: 'end:true',
};
const STEPS =
  'say ask form branch set tag trait track search match call hours wait split csat resolved handoff goto run end'.split(
    ' ',
  );
/** Longest strings. A `text` or `label` may also be an object of such strings by locale. */
const LENGTHS: Record<string, number> = { line: 200, word: 64, label: 200, text: LIMITS.text };
const MAX_STEPS = 500;
const MAX_KEYS = 50;

export const refuse = (path: string, what: string): never => {
  throw new SobaniError('invalid', `${path || 'flows'}: ${what}`, { path });
};
const under = (path: string, key: string) => (path ? `${path}.${key}` : key);

interface Known {
  file: Partial<FlowFile>;
  /** Of the flow that is read. */
  steps: object;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && !!value && !Array.isArray(value);

type Split = [all: string, key: string, optional: string, type: string][];
const split = new Map<string, Split>();

function fields(shape: string, given: Record<string, unknown>, path: string, known: Known): void {
  let all = split.get(shape);
  if (!all) {
    all = [...shape.matchAll(/([$\w]+)(\??):(\S+)/g)] as unknown as Split;
    split.set(shape, all);
  }
  const stray = Object.keys(given).find((key) => !all.some((field) => field[1] === key));
  if (stray !== undefined) refuse(under(path, stray), 'unknown field');
  for (const [, key, optional, type] of all) {
    if (!optional || Object.hasOwn(given, key)) read(type, given[key], under(path, key), known);
  }
}

/** What has no fields. */
const SIMPLE: Record<string, [is: (value: string, known: Known) => unknown, what: string]> = {
  target: [(id, { steps }) => typeof id === 'string' && Object.hasOwn(steps, id), 'the id of a step'],
  flowId: [
    (id, { file }) => Array.isArray(file.flows) && file.flows.some((flow) => Object(flow).id === id),
    'the id of a flow',
  ],
  name: [
    (name) => /^(?!(__proto__|constructor|prototype)$)[\w-]{1,64}$/.test(typeof name === 'string' ? name : ''),
    '1 to 64 of A-Z a-z 0-9 _ -',
  ],
  path: [(path) => isPath(path) && path.length <= 200, 'a path like user.name'],
  link: [
    (url) => typeof url === 'string' && url.length < 2049 && /^(https:\/\/[^\s/]|\/(?!\/))\S*$/.test(url),
    'https://… or a path',
  ],
  number: [Number.isFinite, 'a number'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  scalar: [
    (value) => value === null || /^(string|number|boolean)$/.test(typeof value),
    'a text, number, true, false or null',
  ],
  json: [(value) => value !== undefined, 'a value'],
};

/** A text, or texts by locale; where it stands for a message, that exists at least in English. */
function text(type: string, value: unknown, path: string, known: Known): void {
  if (isObject(value)) {
    if (!Object.keys(value).length) refuse(path, 'expected a text in some language');
    for (const [key, one] of Object.entries(value)) {
      if (typeof one !== 'string') refuse(under(path, key), 'expected a string');
      read(type, one, under(path, key), known);
    }
    return;
  }
  if (typeof value !== 'string' || !isKey(value)) return;
  const messages = known.file.messages?.en;
  if (!isObject(messages) || !Object.hasOwn(messages, value.slice(1)))
    refuse(path, `there is no messages.en.${value.slice(1)}`);
}

function read(type: string, value: unknown, path: string, known: Known): void {
  const expect = (ok: unknown, what = type) => ok || refuse(path, `expected ${what}`);
  const [name, most] = type.split('*') as [string, string?];
  const [, whole, min, max] = /^(#?)(\d+)\.\.(\d+)$/.exec(name) ?? [];
  const longest = LENGTHS[name];
  if (most) {
    expect(Array.isArray(value) && value.length && value.length <= +most, `a list of 1 to ${most}`);
    (value as unknown[]).forEach((one, i) => void read(name, one, `${path}.${i}`, known));
  } else if (min) {
    expect(Number.isFinite(value) && +value! >= +min && +value! <= +max!, `${min} to ${max}`);
    if (whole) expect(Number.isInteger(value), 'a whole number');
  } else if (longest) {
    if (/^(text|label)$/.test(name)) text(name, value, path, known);
    if (!isObject(value) || /^(line|word)$/.test(name)) {
      expect(typeof value === 'string' && value.trim() && value.length <= longest, `1 to ${longest} characters`);
    }
  } else if (SIMPLE[name]) expect(SIMPLE[name][0](value as string, known), SIMPLE[name][1]);
  else if (name === 'condition') parseCondition(value, path);
  else if (name === 'pattern') {
    const refused = typeof value === 'string' ? refuseRegex(value) : 'expected a regular expression';
    if (refused) refuse(path, refused);
  } else if (name === 'saying' && !isSaying(value as Text)) read('text', value, path, known);
  else if (SHAPES[name] || /^(saying|messages|steps?|\w+%)$/.test(name)) {
    expect(isObject(value), 'an object');
    const given = value as Record<string, unknown>;
    if (name === 'steps') {
      expect(Object.keys(given).length <= MAX_STEPS, `at most ${MAX_STEPS} steps`);
      for (const key of Object.keys(given)) read('name', key, under(path, key), known);
      for (const [key, step] of Object.entries(given)) read('step', step, under(path, key), known);
    } else if (name === 'messages') {
      for (const [locale, all] of Object.entries(given)) {
        expect(isObject(all), 'texts by key, by locale');
        for (const [key, one] of Object.entries(all as object)) {
          // a message does not stand for another
          if (!isKey(`@${key}`) || typeof one !== 'string' || isKey(one) || one.length > LIMITS.text || !one.trim()) {
            refuse(
              `${path}.${locale}.${key}`,
              `expected 1 to ${LIMITS.text} characters, and a key of A-Z a-z 0-9 _ . -`,
            );
          }
        }
      }
    } else if (name.endsWith('%')) {
      expect(Object.keys(given).length <= MAX_KEYS, `at most ${MAX_KEYS}`);
      for (const [key, one] of Object.entries(given)) {
        read('name', key, under(path, key), known);
        read(name.slice(0, -1), one, under(path, key), known);
      }
    } else if (name === 'step') {
      const kind = STEPS.find((one) => Object.hasOwn(given, one));
      expect(kind, `one of ${STEPS.join(', ')}`);
      fields(`${SHAPES[kind!]} if?:condition else?:target`, given, path, known);
    } else {
      const steps = isObject(given.steps) ? given.steps : known.steps;
      fields(SHAPES[name === 'saying' ? 'speech' : name]!, given, path, { ...known, steps });
      if (name === 'jump') jump(given, path, known);
    }
  } else expect(name.split('|').some((one) => value === (/^(1|true)$/.test(one) ? JSON.parse(one) : one)));
}

/** A step of another flow, or of this one. */
function jump({ flow, step }: { flow?: string; step?: string }, path: string, { file, steps }: Known): void {
  const to = flow === undefined ? steps : Object(file.flows!.find(({ id }) => id === flow)).steps;
  if (step !== undefined && !Object.hasOwn(Object(to), step)) refuse(`${path}.step`, 'expected the id of a step');
  if (step === undefined && flow === undefined) refuse(path, 'expected a flow or a step');
}

/**
 * The flows of a parsed JSON file, as docs/flows.md describes them.
 * @throws SobaniError `invalid` with the path of what was wrong, as `flows.0.steps.menu.ask.options.2.next`.
 */
export function parseFlowFile(json: unknown): FlowFile {
  parsePlain(json, '', 24);
  read('file', json, '', { file: Object(json), steps: {} });
  const { flows } = json as FlowFile;
  const ids = flows.map((flow) => flow.id);
  const twice = ids.findIndex((id, i) => ids.indexOf(id) < i);
  if (twice > 0) refuse(`flows.${twice}.id`, `there are two flows "${ids[twice]}"`);
  return json as FlowFile;
}
