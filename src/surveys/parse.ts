/** Reads `surveys` of the rules file, and nothing else of it. The file is the host's, and checked like any other. */

import { SobaniError } from '../core/errors.js';
import type { Messages, Text } from '../core/text.js';
import type { SurveyKind, SurveyScale } from '../types.js';
import type { Survey, Surveys } from './format.js';

const MOST = 50;
const KINDS: readonly string[] = ['csat', 'nps', 'ces', 'custom'] satisfies SurveyKind[];
const SCALES: readonly string[] = ['faces', 'stars', 'thumbs', '0-10', '1-7'] satisfies SurveyScale[];
/** Characters of each text, as they fit into a part. */
const LENGTHS = { text: 1_000, comment: 200, thanks: 500, low: 64, high: 64 } as const;
const KEYS = new Set(['id', 'kind', 'scale', 'auto', 'every', 'save', ...Object.keys(LENGTHS)]);
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

function refuse(path: string, expected: string): never {
  throw new SobaniError('invalid', `${path}: ${expected}`, { path });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of strings by key. */
function strings(value: unknown, path: string, max: number): Record<string, string> {
  if (!isObject(value)) return refuse(path, 'must be an object of texts');
  for (const [key, text] of Object.entries(value)) {
    if (UNSAFE.has(key)) refuse(`${path}.${key}`, 'is no key');
    if (typeof text !== 'string' || text.length > max) refuse(`${path}.${key}`, `must be a text of at most ${max}`);
  }
  return value as Record<string, string>;
}

function parseMessages(value: unknown): Messages {
  if (value === undefined) return {};
  if (!isObject(value)) return refuse('messages', 'must be an object of locales');
  for (const [locale, texts] of Object.entries(value)) {
    if (!/^[a-zA-Z]{2,3}(-\w{2,8})*$/.test(locale)) refuse(`messages.${locale}`, 'is no locale');
    strings(texts, `messages.${locale}`, 2_000);
  }
  return value as Messages;
}

function parseText(value: unknown, path: string, max: number, messages: Messages): Text {
  if (typeof value === 'string' && /^@[\w.-]+$/.test(value)) {
    const key = value.slice(1);
    const english = Object.hasOwn(messages, 'en') && Object.hasOwn(messages.en!, key) && messages.en![key];
    if (!english) refuse(path, `messages.en has no ${key}`);
    for (const [locale, texts] of Object.entries(messages)) {
      if ((texts[key]?.length ?? 0) > max)
        refuse(`messages.${locale}.${key}`, `must be at most ${max} characters here`);
    }
    return value;
  }
  if (typeof value === 'string') {
    if (!value.trim() || value.length > max) refuse(path, `must be 1 to ${max} characters`);
    return value;
  }
  const texts = strings(value, path, max);
  if (!Object.hasOwn(texts, 'en')) refuse(`${path}.en`, 'is needed, for locales that are not there');
  return texts;
}

function parseSurvey(value: unknown, path: string, messages: Messages): Survey {
  if (!isObject(value)) return refuse(path, 'must be an object');
  for (const key of Object.keys(value))
    if (!KEYS.has(key)) refuse(`${path}.${key}`, 'is not known; see docs/surveys.md');
  const { id, kind, scale, auto, every, save } = value;
  const name = (given: unknown, key: string) => {
    if (typeof given !== 'string' || !/^[\w.-]{1,64}$/.test(given) || UNSAFE.has(given))
      refuse(`${path}.${key}`, 'must be 1 to 64 of A-Z a-z 0-9 _ . -');
  };
  name(id, 'id');
  if (save !== undefined) name(save, 'save');
  if (!KINDS.includes(kind as string)) refuse(`${path}.kind`, `must be ${KINDS.join(', ')}`);
  if (scale !== undefined && !SCALES.includes(scale as string)) refuse(`${path}.scale`, `must be ${SCALES.join(', ')}`);
  if (auto !== undefined && auto !== 'resolved') refuse(`${path}.auto`, 'must be resolved, or left out');
  if (every !== undefined && !(typeof every === 'number' && every >= 0 && every <= 87_600)) {
    refuse(`${path}.every`, 'must be hours, 0 to 87600');
  }
  if (value.text === undefined) refuse(`${path}.text`, 'is needed: the question');
  const texts: Record<string, Text> = {};
  for (const [key, max] of Object.entries(LENGTHS)) {
    if (value[key] !== undefined) texts[key] = parseText(value[key], `${path}.${key}`, max, messages);
  }
  const own = { scale, auto, every, save };
  for (const key of Object.keys(own)) if (value[key] === undefined) delete own[key as keyof typeof own];
  return { id, kind, ...own, ...texts } as Survey;
}

/**
 * The surveys of a rules file, which has `surveys` and the `messages` that they name; other members are for others.
 * @throws SobaniError `invalid` with the path as `surveys[0].text`
 */
export function parseSurveys(file: unknown): Surveys {
  if (!isObject(file)) return refuse('rules', 'must be an object');
  const messages = parseMessages(file.messages);
  const given = file.surveys ?? [];
  if (!Array.isArray(given) || given.length > MOST) return refuse('surveys', `must be a list of at most ${MOST}`);
  const surveys = given.map((one, i) => parseSurvey(one, `surveys[${i}]`, messages));
  const ids = new Set<string>();
  for (const [i, { id }] of surveys.entries()) {
    if (ids.has(id)) refuse(`surveys[${i}].id`, `${id} is there twice`);
    ids.add(id);
  }
  return { surveys, messages };
}
