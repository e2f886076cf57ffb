/** The fields of a flows file. */
import { isObject, type Report } from './findings.js';
import { checkShape, type Shapes, suggest } from './shape.js';

const STEPS: Shapes = {
  say: 'say:speech next?:name',
  ask: 'ask:question next?:name',
  form: 'form:sheet next?:name',
  branch: 'branch:way+50 next?:name',
  set: 'set:{json} next?:name',
  tag: 'tag:line next?:name',
  trait: 'trait:{line} next?:name',
  track: 'track:line data?:{json} next?:name',
  search: 'search:query',
  match: 'match:matching next?:name',
  call: 'call:request next?:name',
  hours: 'hours:opening',
  wait: 'wait:pause next?:name',
  split: 'split:lottery',
  csat: 'csat:rating next?:name',
  resolved: 'resolved:verdict',
  handoff: 'handoff:transfer',
  goto: 'goto:jump',
  run: 'run:name next?:name',
  end: 'end:true',
};

export const STEP_KINDS = Object.keys(STEPS);

const SHAPES: Shapes = {
  file: '$schema?:line v:1 messages?:object flows:flow+100',
  flow: 'id:name version:count title?:text trigger:trigger start:name vars?:{json} steps:{step}',
  spoken:
    'text?:text image?:image card?:card article?:line carousel?:pane+10 list?:card+100 buttons?:press+12 order?:line cart?:line delay?:number',
  pane: 'title:text text?:text url?:link image?:image buttons?:press+12',
  press: 'label:label url?:link flow?:name reply?:label',
  image: 'url:link alt:text width?:count height?:count',
  card: 'title:text text?:text url?:link image?:image',
  question:
    'text:text save?:name type?:text|email|number|phone|url|date|choice options?:option+1000 picker?:flag required?:flag pattern?:line min?:number max?:number invalid?:text retries?:count else?:name free?:flag unless?:line',
  option: 'label:label next?:name tag?:line value?:json',
  sheet: 'title?:text text?:text submit?:text fields:field+10',
  field:
    'name:name label:text type:text|email|phone|number|url|date|time|select|multiselect|checkbox|consent text?:text options?:choice*50 required?:flag min?:number max?:number unless?:line',
  choice: 'value:line label:label',
  way: 'if:object next:name',
  query: 'query:line limit?:count found?:text save?:name next?:name none?:name',
  matching: 'text?:line mode?:cautious|balanced|eager save?:name intents?:{name} none?:name suggest?:text',
  request: 'name:name input?:{json} timeout?:number save?:name error?:name',
  opening: 'team?:line open:name closed:name',
  pause: 'ms?:number event?:line timeout?:name',
  lottery: 'name?:name ways:chance+10',
  chance: 'weight:number next:name',
  rating: 'survey?:name text?:text scale?:faces|stars|thumbs save?:name',
  verdict: 'text?:text yes:name no:name',
  transfer: 'text?:text team?:line tags?:line*10 priority?:low|normal|high|urgent reason?:line away?:text',
  jump: 'flow?:name step?:name',
  ...Object.fromEntries(
    Object.entries(STEPS).map(([kind, fields]) => [`${kind} step`, `${fields} if?:object else?:name`]),
  ),
};

const TRIGGERS: Record<string, string> = {
  conversation: '',
  message: '',
  open: '',
  page: '',
  button: '',
  event: 'event:line',
  idle: 'seconds:number',
  intent: 'intent:name',
  tone: 'tone:angry|urgent',
};
for (const [on, needs] of Object.entries(TRIGGERS)) {
  SHAPES[`${on} trigger`] =
    `on:${on} ${needs} if?:object until?:seen|interacted|engaged every?:number priority?:number`;
}

/** Whether an object is what is said, and not a text by language. */
export const isSpoken = (value: Record<string, unknown>): boolean =>
  ['text', 'image', 'card', 'article', 'carousel', 'list', 'buttons', 'order', 'cart', 'delay'].some((key) =>
    Object.hasOwn(value, key),
  );

export function checkFlowShape(json: unknown, report: Report): void {
  const check = checkShape(
    SHAPES,
    {
      step(value, path) {
        if (!isObject(value)) return 'object';
        const kinds = STEP_KINDS.filter((kind) => Object.hasOwn(value, kind));
        if (kinds.length === 1) return `${kinds[0]} step`;
        if (kinds.length) {
          report(
            path,
            'shape',
            `a step does one thing, and this one has ${kinds.join(' and ')}`,
            'make two steps of it',
          );
          return undefined;
        }
        const stray = Object.keys(value).find((key) => !['next', 'if', 'else'].includes(key)) ?? '';
        report(path, 'shape', 'a step must do something', suggest(stray, STEP_KINDS));
        return undefined;
      },
      trigger(value, path) {
        if (!isObject(value)) return 'object';
        const on = String(value.on);
        if (Object.hasOwn(TRIGGERS, on)) return `${on} trigger`;
        report([...path, 'on'], 'shape', `there is no trigger "${on}"`, suggest(on, Object.keys(TRIGGERS)));
        return undefined;
      },
      speech: (value) => (isObject(value) && isSpoken(value) ? 'spoken' : 'text'),
    },
    report,
  );
  check('file', json, []);
}
