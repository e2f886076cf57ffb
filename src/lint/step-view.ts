/** A step as the linter sees it: where it leads, what it reads and keeps. Of broken steps, as much as there is. Pure. */
import { isObject, listOf, objectOf, type Path, textOf } from './findings.js';
import { isSpoken, STEP_KINDS } from './flow-shape.js';
import { demandedBy, pathsOf, placeholders, type Read } from './paths.js';

export interface Edge {
  /** Undefined: the flow ends. */
  to: string | undefined;
  at: Path;
  /** Whether the visitor does something first. */
  isReply: boolean;
  /** Paths that have a value whenever this way was taken. */
  knows: string[];
}

export interface Shown {
  /** A string or strings by language. */
  text: unknown;
  at: Path;
  isLabel: boolean;
}

export interface Reference {
  kind: 'articles' | 'flows' | 'intents' | 'surveys';
  id: string;
  at: Path;
}

export interface StepView {
  id: string;
  at: Path;
  kind: string;
  edges: Edge[];
  /** Steps of other flows, or other flows from their start, that it leads to. */
  leaves: { flow: string; step: string | undefined }[];
  /** Flow that it runs and comes back from. */
  runs?: string;
  reads: Read[];
  shown: Shown[];
  conditions: { value: unknown; at: Path }[];
  patterns: { value: string; at: Path }[];
  references: Reference[];
  /** Names of variables that it may set. */
  sets: string[];
  /** Paths that have a value where it is not skipped. */
  given: string[];
  /** Whether the visitor sees something of it. */
  speaks: boolean;
}

/** The kind of a step that does nothing that there is. */
export const UNKNOWN = 'unknown';

export function viewStep(id: string, json: unknown, at: Path): StepView | undefined {
  if (!isObject(json)) return undefined;
  const kind = STEP_KINDS.find((one) => Object.hasOwn(json, one)) ?? UNKNOWN;
  const view: StepView = {
    id,
    at,
    kind,
    edges: [],
    leaves: [],
    reads: [],
    shown: [],
    conditions: [],
    patterns: [],
    references: [],
    sets: [],
    given: demandedBy(json.if),
    speaks: !['branch', 'set', 'tag', 'trait', 'track', 'call', 'hours', 'wait', 'split', 'end'].includes(kind),
  };
  const body = objectOf(json[kind]);
  const inside: Path = [...at, kind];

  const go = (to: unknown, where: Path, isReply: boolean, knows: string[] = []) =>
    void view.edges.push({ to: textOf(to), at: where, isReply, knows });
  /** Goes on to the step's own `next`, or ends. */
  const goOn = (isReply: boolean, knows: string[] = []) =>
    go(json.next, 'next' in json ? [...at, 'next'] : at, isReply, knows);
  const show = (from: Record<string, unknown>, where: Path, keys: string[], isLabel = false) => {
    for (const key of keys) if (key in from) view.shown.push({ text: from[key], at: [...where, key], isLabel });
  };
  const readValue = (value: unknown, where: Path) => {
    if (typeof value !== 'string') return;
    if (value.includes('{{')) view.reads.push(...placeholders(value, where));
    else if (/^\w+(\.\w+)*$/.test(value)) view.reads.push({ path: value, at: where, by: 'path', hasFallback: false });
  };
  const fillValue = (value: unknown, where: Path): void => {
    if (typeof value === 'string') view.reads.push(...placeholders(value, where));
    else if (Array.isArray(value)) value.forEach((one, i) => void fillValue(one, [...where, i]));
    else if (isObject(value)) for (const [key, one] of Object.entries(value)) fillValue(one, [...where, key]);
  };
  const ask = (condition: unknown, where: Path) => {
    view.conditions.push({ value: condition, at: where });
    for (const path of pathsOf(condition)) view.reads.push({ path, at: where, by: 'condition', hasFallback: true });
  };
  const refer = (to: Reference['kind'], value: unknown, where: Path) => {
    if (typeof value === 'string') view.references.push({ kind: to, id: value, at: where });
  };
  const save = (name: unknown): string[] => {
    if (typeof name !== 'string') return [];
    view.sets.push(name);
    return [`vars.${name}`];
  };
  const unless = (value: unknown, where: Path) => {
    if (typeof value === 'string') view.reads.push({ path: value, at: where, by: 'condition', hasFallback: true });
  };

  switch (kind) {
    case 'say':
      if (isObject(json.say) && isSpoken(json.say)) {
        show(body, inside, ['text']);
        show(objectOf(body.image), [...inside, 'image'], ['alt']);
        show(objectOf(body.card), [...inside, 'card'], ['title', 'text']);
        show(objectOf(objectOf(body.card).image), [...inside, 'card', 'image'], ['alt']);
        refer('articles', body.article, [...inside, 'article']);
        for (const where of ['order', 'cart']) unless(body[where], [...inside, where]);
        for (const kind of ['carousel', 'list', 'buttons']) {
          listOf(body[kind]).forEach((one, i) => {
            const at = [...inside, kind, i];
            const item = objectOf(one);
            show(item, at, ['title', 'text']);
            show(objectOf(item.image), [...at, 'image'], ['alt']);
            const pressed =
              kind === 'buttons'
                ? [[item, at] as const]
                : listOf(item.buttons).map((button, k) => [objectOf(button), [...at, 'buttons', k]] as const);
            for (const [button, where] of pressed) {
              show(button, where, ['label', 'reply'], true);
              refer('flows', button.flow, [...where, 'flow']);
            }
          });
        }
      } else show(json, at, ['say']);
      goOn(false);
      break;
    case 'ask': {
      const knows = save(body.save);
      show(body, inside, ['text', 'invalid']);
      unless(body.unless, [...inside, 'unless']);
      if (typeof body.pattern === 'string') view.patterns.push({ value: body.pattern, at: [...inside, 'pattern'] });
      // an address that is a trait already is not asked for
      const isAddress = body.type === 'email' || body.type === 'phone';
      if (body.unless !== undefined || (isAddress && knows.length)) goOn(false, knows);
      const options = listOf(body.options);
      options.forEach((one, i) => {
        const option = objectOf(one);
        const where = [...inside, 'options', i];
        show(option, where, ['label'], true);
        if ('next' in option) go(option.next, [...where, 'next'], true, knows);
        else goOn(true, knows);
      });
      if (!options.length) goOn(true, knows);
      if (body.required === false) goOn(true);
      if ('else' in body) go(body.else, [...inside, 'else'], true);
      break;
    }
    case 'form': {
      show(body, inside, ['title', 'text', 'submit']);
      const knows = listOf(body.fields).flatMap((one, i) => {
        const field = objectOf(one);
        const where = [...inside, 'fields', i];
        show(field, where, ['label', 'text']);
        unless(field.unless, [...where, 'unless']);
        listOf(field.options).forEach((option, k) => void show(objectOf(option), [...where, 'options', k], ['label']));
        const set = save(field.name);
        return field.required === false ? [] : set;
      });
      goOn(true, knows);
      break;
    }
    case 'branch':
      listOf(json.branch).forEach((one, i) => {
        const way = objectOf(one);
        ask(way.if, [...inside, i, 'if']);
        go(way.next, [...inside, i, 'next'], false, demandedBy(way.if));
      });
      goOn(false);
      break;
    case 'set':
      fillValue(body, inside);
      goOn(false, Object.keys(body).flatMap(save));
      break;
    case 'trait':
      for (const [key, value] of Object.entries(body)) readValue(value, [...inside, key]);
      goOn(
        false,
        Object.keys(body).map((key) => `traits.${key}`),
      );
      break;
    case 'tag':
      goOn(false);
      break;
    case 'track':
      fillValue(json.data, [...at, 'data']);
      goOn(false);
      break;
    case 'search':
      show(body, inside, ['found']);
      readValue(body.query, [...inside, 'query']);
      go(body.next, 'next' in body ? [...inside, 'next'] : at, true, save(body.save));
      // without it, a person is offered
      if ('none' in body) go(body.none, [...inside, 'none'], false);
      break;
    case 'match': {
      const knows = save(body.save);
      show(body, inside, ['suggest']);
      readValue(body.text, [...inside, 'text']);
      for (const [intent, step] of Object.entries(objectOf(body.intents))) {
        refer('intents', intent, [...inside, 'intents', intent]);
        go(step, [...inside, 'intents', intent], false, knows);
      }
      if ('none' in body) go(body.none, [...inside, 'none'], false);
      goOn(false, knows);
      break;
    }
    case 'call':
      fillValue(body.input, [...inside, 'input']);
      if ('error' in body) go(body.error, [...inside, 'error'], false);
      goOn(false, save(body.save));
      break;
    case 'hours':
      go(body.open, [...inside, 'open'], false);
      go(body.closed, [...inside, 'closed'], false);
      break;
    case 'wait':
      if ('timeout' in body) go(body.timeout, [...inside, 'timeout'], true);
      goOn(true);
      break;
    case 'split':
      listOf(body.ways).forEach((one, i) => void go(objectOf(one).next, [...inside, 'ways', i, 'next'], false));
      break;
    case 'csat':
      show(body, inside, ['text']);
      refer('surveys', body.survey, [...inside, 'survey']);
      goOn(true, save(body.save));
      break;
    case 'resolved':
      show(body, inside, ['text']);
      go(body.yes, [...inside, 'yes'], true);
      go(body.no, [...inside, 'no'], true);
      break;
    case 'handoff':
      show(body, inside, ['text', 'away']);
      break;
    case 'goto':
      refer('flows', body.flow, [...inside, 'flow']);
      if (typeof body.flow === 'string') view.leaves.push({ flow: body.flow, step: textOf(body.step) });
      else go(body.step, [...inside, 'step'], false);
      break;
    case 'run':
      refer('flows', json.run, inside);
      if (typeof json.run === 'string') view.runs = json.run;
      goOn(false);
      break;
    case UNKNOWN:
      if ('next' in json) goOn(true);
      break;
    case 'end':
      go(undefined, at, false);
  }
  if (json.if !== undefined) {
    ask(json.if, [...at, 'if']);
    if ('else' in json) go(json.else, [...at, 'else'], false);
    else goOn(false);
  }
  return view;
}
