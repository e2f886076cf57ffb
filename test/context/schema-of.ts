/** The JSON Schema of what a border takes, so that one written for people can be compared with it. */
import type * as v from 'valibot';
import * as LIMITS from '../../src/core/limits.js';

type Loose = { type: string; kind: string; [key: string]: unknown };
export type JsonSchema = { [key: string]: unknown };

const LIMIT: Record<string, string> = { string: 'Length', array: 'Items', record: 'Properties' };
const SAFE = Number.MAX_SAFE_INTEGER;

/** What one step of a pipe adds. */
function check(of: string, { type, requirement }: Loose): JsonSchema {
  if (type === 'safe_integer') return { type: 'integer', minimum: -SAFE, maximum: SAFE };
  if (type === 'min_value') return { minimum: requirement };
  if (type === 'max_value') return { maximum: requirement };
  if (type === 'regex') return { pattern: (requirement as RegExp).source };
  const end = /^(min|max)_(length|entries)$/.exec(type)?.[1];
  if (end) return { [`${end}${LIMIT[of]}`]: requirement };
  // no number in JSON is another, and what a function checks no schema says
  if (type === 'finite' || type === 'raw_check') return {};
  throw new Error(`no word for ${type}`);
}

export function schemaOf(given: unknown): JsonSchema {
  const { type, pipe, ...it } = given as Loose & { pipe?: Loose[] };
  if (pipe) {
    const [first, ...checks] = pipe;
    // how long the text of a choice may be is checked by a function, so that it counts as too large
    if (first!.type === 'union') {
      const { anyOf } = schemaOf(first) as { anyOf: JsonSchema[] };
      return { anyOf: anyOf.map((one) => (one.type === 'string' ? { ...one, maxLength: LIMITS.contextValue } : one)) };
    }
    return Object.assign(schemaOf(first), ...checks.map((one) => check(first!.type, one)));
  }
  if (type === 'string' || type === 'number' || type === 'boolean' || type === 'null') return { type };
  if (type === 'unknown') return {};
  if (type === 'literal') return { const: it.literal };
  if (type === 'picklist') return { enum: it.options };
  if (type === 'exact_optional') return schemaOf(it.wrapped);
  if (type === 'nullable') return { anyOf: [schemaOf(it.wrapped), { type: 'null' }] };
  if (type === 'union') return { anyOf: (it.options as unknown[]).map(schemaOf) };
  if (type === 'array') return { type, items: schemaOf(it.item) };
  if (type === 'record') {
    const { type: _, ...propertyNames } = schemaOf(it.key);
    return { type: 'object', propertyNames, additionalProperties: schemaOf(it.value) };
  }
  if (type !== 'object') throw new Error(`no word for ${type}`);
  const entries = Object.entries(it.entries as Record<string, Loose>);
  return {
    type,
    required: entries.filter(([, one]) => one.type !== 'exact_optional').map(([key]) => key),
    // the border drops what it does not know
    additionalProperties: true,
    properties: Object.fromEntries(entries.map(([key, one]) => [key, schemaOf(one)])),
  };
}
export type Border = v.GenericSchema;

const WORDS = /^(title|description|examples|\$schema|\$id|\$defs|x-gives-way)$/;

/** A schema without what is for people, its references followed, and each choice of types as one of `anyOf`. */
export function bare(schema: JsonSchema, defs = (schema.$defs ?? {}) as Record<string, JsonSchema>): JsonSchema {
  const { $ref, ...own } = schema;
  const all = { ...($ref ? defs[String($ref).replace('#/$defs/', '')] : {}), ...own };
  const out: JsonSchema = {};
  for (const [key, value] of Object.entries(all)) {
    if (WORDS.test(key)) continue;
    if (key === 'properties') {
      const fields = Object.entries(value as Record<string, JsonSchema>);
      out[key] = Object.fromEntries(fields.map(([name, one]) => [name, bare(one, defs)]));
    } else if (key === 'anyOf') out[key] = (value as JsonSchema[]).map((one) => bare(one, defs));
    else
      out[key] = typeof value === 'object' && value && !Array.isArray(value) ? bare(value as JsonSchema, defs) : value;
  }
  if (!Array.isArray(out.type)) return out;
  const [first, ...others] = out.type as string[];
  return { anyOf: [{ ...out, type: first }, ...others.map((type) => ({ type }))] };
}
