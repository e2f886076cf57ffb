/** Everything that is wrong with a rules file: rules that speak first, surveys, news. Pure. */
import { checkCondition } from './conditions.js';
import { isObject, type Known, listOf, objectOf, type Path, type Report, textOf } from './findings.js';
import { checkIds, checkReferences } from './flows.js';
import { refuseSelector } from './selector.js';
import { checkShape, type Shapes, suggest } from './shape.js';
import type { Reference, Shown } from './step-view.js';
import { checkTexts, readCatalogue } from './texts.js';

const SHAPES: Shapes = {
  file: '$schema?:line v:1 messages?:object limits?:limits rules:rule*100 surveys?:survey*50 news?:news*20',
  limits: 'minutes?:number visit?:number',
  rule: 'id:name if?:object when:moment hours?:hours show?:show split?:split every?:number most?:count until?:seen|interacted|engaged priority?:number ignoreLimits?:flag',
  hours: 'team?:line state:open|closed',
  split: 'name?:name ways:way+10',
  way: 'name?:name weight:number show?:perhaps',
  teaser: 'text:text avatar?:link action?:does',
  message: 'text:text article?:line flow?:name',
  banner: 'text:text action?:action place?:top|bottom',
  hint: 'at:line text:text title?:label action?:action placement?:top|bottom|start|end',
  survey:
    'id:name kind:csat|nps|ces|custom scale?:faces|stars|thumbs|0-10|1-7 text:text comment?:text thanks?:text auto?:resolved every?:number save?:name low?:text high?:text',
  news: 'id:name title:label text?:text image?:image action?:does if?:object from?:date to?:date',
  image: 'url:link alt:label',
};

const SHOW: Record<string, string> = {
  teaser: 'teaser',
  message: 'message',
  banner: 'banner',
  hint: 'hint',
  flow: 'name',
  survey: 'name',
  article: 'name',
};
for (const [kind, type] of Object.entries(SHOW)) SHAPES[`show ${kind}`] = `${kind}:${type}`;

/** What a press does. */
const DOES: Record<string, string> = { article: 'line', flow: 'name', search: 'text' };
for (const [kind, type] of Object.entries(DOES)) {
  SHAPES[`does ${kind}`] = `${kind}:${type}`;
  SHAPES[`action ${kind}`] = `${kind}:${type} label:label`;
}

const SIGNALS = 'rage-click|dead-click|form-error|form-abandoned|error|failed-resource';

/** What each moment needs to be known by. */
const MOMENTS: Record<string, string> = {
  page: '',
  event: 'event:line',
  frustration: 'signal?:signals',
  scroll: 'depth:share',
  time: 'seconds:number',
  exit: '',
  cart: '',
  idle: 'seconds:number',
};
for (const [on, needs] of Object.entries(MOMENTS)) SHAPES[`on ${on}`] = `on:${on} ${needs}`;

function checkRuleShape(json: unknown, report: Report): void {
  /** The shape of what has exactly one of these keys. */
  const oneOf = (name: string, kinds: Record<string, string>) => (value: unknown, path: Path) => {
    if (!isObject(value)) return 'object';
    const found = Object.keys(value).filter((key) => Object.hasOwn(kinds, key));
    if (found.length === 1) return `${name} ${found[0]}`;
    const stray = Object.keys(value).find((key) => key !== 'label') ?? '';
    const mend = found.length ? `choose one of ${found.join(', ')}` : suggest(stray, Object.keys(kinds));
    report(path, 'shape', `${path.at(-1)} must be one thing`, mend);
    return undefined;
  };
  const show = oneOf('show', SHOW);
  const check = checkShape(
    SHAPES,
    {
      show,
      perhaps: (value, path) => (value === null ? 'json' : show(value, path)),
      signals: (value) => (Array.isArray(value) ? 'signal+6' : SIGNALS),
      signal: () => SIGNALS,
      does: oneOf('does', DOES),
      action: oneOf('action', DOES),
      moment(value, path) {
        if (!isObject(value)) return 'object';
        const on = String(value.on);
        if (Object.hasOwn(MOMENTS, on)) return `on ${on}`;
        report([...path, 'on'], 'shape', `there is no "${on}" to act on`, suggest(on, Object.keys(MOMENTS)));
        return undefined;
      },
    },
    report,
  );
  check('file', json, []);
}

/** Ids of the surveys that a file has. */
export const surveysOf = (json: unknown): string[] =>
  listOf(objectOf(json).surveys).flatMap((one) => textOf(objectOf(one).id) ?? []);

interface Collected {
  shown: Shown[];
  references: Reference[];
}

function collectAction(action: unknown, at: Path, { shown, references }: Collected): void {
  const { label, article, flow, search } = objectOf(action);
  if (search !== undefined) shown.push({ text: search, at: [...at, 'search'], isLabel: false });
  if (label !== undefined) shown.push({ text: label, at: [...at, 'label'], isLabel: true });
  if (typeof article === 'string') references.push({ kind: 'articles', id: article, at: [...at, 'article'] });
  if (typeof flow === 'string') references.push({ kind: 'flows', id: flow, at: [...at, 'flow'] });
}

function collectShow(json: unknown, at: Path, collected: Collected, report: Report): void {
  const show = objectOf(json);
  const { shown, references } = collected;
  for (const kind of ['teaser', 'message', 'banner', 'hint']) {
    const body = objectOf(show[kind]);
    for (const key of ['title', 'text']) {
      if (key in body) shown.push({ text: body[key], at: [...at, kind, key], isLabel: false });
    }
    collectAction(body.action, [...at, kind, 'action'], collected);
    collectAction({ article: body.article, flow: body.flow }, [...at, kind], collected);
  }
  collectAction({ article: show.article, flow: show.flow }, at, collected);
  if (typeof show.survey === 'string') references.push({ kind: 'surveys', id: show.survey, at: [...at, 'survey'] });
  const selector = objectOf(show.hint).at;
  const refused = typeof selector === 'string' ? refuseSelector(selector) : undefined;
  if (refused) {
    report([...at, 'hint', 'at'], 'bad-selector', `the selector ${refused}`, 'write a CSS selector such as #card');
  }
}

/** Reports all problems of a rules file; `known` is what the other files have. */
export function checkRules(json: unknown, known: Known, report: Report): void {
  checkRuleShape(json, report);
  const file = objectOf(json);
  const catalogue = readCatalogue(file.messages, report);
  const collected: Collected = { shown: [], references: [] };
  const named = (key: string): ({ id: string; at: Path } & Record<string, unknown>)[] =>
    listOf(file[key]).map((one, i) => ({ ...objectOf(one), id: textOf(objectOf(one).id) ?? '', at: [key, i] }));
  const collectTexts = (one: Record<string, unknown>, at: Path, keys: string[]) => {
    for (const key of keys) if (key in one) collected.shown.push({ text: one[key], at: [...at, key], isLabel: false });
  };

  for (const rule of named('rules')) {
    const { at } = rule;
    if ('if' in rule) checkCondition(rule.if, [...at, 'if'], report);
    if (rule.most === 0) report([...at, 'most'], 'never-holds', 'it is shown at most 0 times', 'remove the rule');
    collectShow(rule.show, [...at, 'show'], collected, report);
    const ways = listOf(objectOf(rule.split).ways);
    if (!('show' in rule) && (!ways.length || ways.some((way) => !('show' in objectOf(way))))) {
      report(at, 'shape', 'it shows nothing', 'add "show", to the rule or to each way of its split');
    }
    ways.forEach((way, i) => {
      collectShow(objectOf(way).show, [...at, 'split', 'ways', i, 'show'], collected, report);
    });
  }
  for (const survey of named('surveys')) collectTexts(survey, survey.at, ['text', 'comment', 'thanks', 'low', 'high']);
  for (const card of named('news')) {
    const { at } = card;
    collectTexts(card, at, ['title', 'text']);
    if ('if' in card) checkCondition(card.if, [...at, 'if'], report);
    collectAction(card.action, [...at, 'action'], collected);
    const [from, to] = [Date.parse(String(card.from)), Date.parse(String(card.to))];
    if (to < from) report([...at, 'to'], 'never-holds', 'it ends before it begins', 'change "from" or "to"');
  }
  for (const key of ['rules', 'surveys', 'news']) checkIds(named(key), key, report);
  checkReferences(collected.references, { ...known, surveys: new Set(surveysOf(json)) }, report);
  checkTexts(collected.shown, catalogue, report);
}
