import * as v from 'valibot';
import { SobaniError } from '../core/errors.js';
import { FILE_TYPES } from '../core/file-types.js';
import { pathOf } from './border.js';
import { diskFiles, memoryFiles } from './disk-files.js';
import type { FileStore } from './file-store.js';
import {
  type AgentConfig,
  type AppConfig,
  type Enrich,
  RELAY_LIMITS,
  type RelayLimits,
  type RelayOptions,
  type TranscriptHook,
} from './options.js';

export interface Settings {
  apps: Map<string, AppConfig>;
  agents: AgentConfig[];
  database: string;
  newEpoch: boolean;
  limits: RelayLimits;
  trustProxy: ReadonlySet<string>;
  path: string;
  deskUrl: string | null;
  deskFolder: string | null;
  metrics: NonNullable<RelayOptions['metrics']>;
  enrich: Enrich | null;
  enrichTimeout: number;
  transcript: TranscriptHook | null;
  /** Null where none are taken. */
  uploads: { files: FileStore; types: string[] } | null;
  log: NonNullable<RelayOptions['log']>;
}

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -'));

const isOrigin = (value: string) => {
  try {
    return new URL(value).origin === value && /^https?:/.test(value);
  } catch {
    return false;
  }
};
const origin = v.pipe(v.string(), v.check(isOrigin, 'must be an origin, as https://shop.example (no path, no slash)'));

/** Generic in the item, so that it fits behind a list of anything. */
const unique = <K extends string, T extends Record<K, string>>(key: K) =>
  v.check<T[], string>(
    (list) => new Set(list.map((item) => item[key])).size === list.length,
    `must not name the same ${key} twice`,
  );

const signing = <T extends Record<string, unknown>>() =>
  v.check<T, string>(
    ({ use, key_ops }) => (use ?? 'sig') === 'sig' && (!Array.isArray(key_ops) || key_ops.includes('verify')),
    'must be a key for signatures (use "sig", key_ops "verify")',
  );

const publicJwk = (kty: string, crv: string) =>
  v.pipe(
    v.looseObject({ kty: v.literal(kty), crv: v.literal(crv) }),
    v.check((jwk) => !('d' in jwk), 'must be the public key: leave out d, the private part'),
    signing(),
  );

/** 32 bytes are 43 characters of base64url. */
const secretJwk = v.pipe(
  v.looseObject({ kty: v.literal('oct'), k: v.pipe(v.string(), v.minLength(43, 'must be 32 bytes or longer')) }),
  signing(),
);

const key = v.variant('alg', [
  v.strictObject({ kid: text(128), alg: v.literal('HS256'), jwk: secretJwk }),
  v.strictObject({ kid: text(128), alg: v.literal('EdDSA'), jwk: publicJwk('OKP', 'Ed25519') }),
  v.strictObject({ kid: text(128), alg: v.literal('ES256'), jwk: publicJwk('EC', 'P-256') }),
  v.strictObject({
    kid: text(128),
    alg: v.literal('HS256'),
    secret: v.pipe(v.string(), v.minBytes(32, 'must be 32 bytes or longer')),
  }),
]);

const app = v.strictObject({
  id,
  name: v.exactOptional(text(128)),
  origins: v.pipe(v.array(origin), v.minLength(1, 'must name at least one origin')),
  keys: v.exactOptional(v.pipe(v.array(key), unique('kid'))),
  issuer: v.exactOptional(text(512)),
});

const agent = v.strictObject({
  id,
  name: text(64),
  code: v.exactOptional(v.pipe(v.string(), v.minLength(22, 'must be 22 characters or longer'))),
});

const amount = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be 1 or more'));
const limits = v.partial(
  v.strictObject({
    ...(Object.fromEntries(Object.keys(RELAY_LIMITS).map((name) => [name, amount])) as Record<
      keyof RelayLimits,
      typeof amount
    >),
    frame: v.pipe(amount, v.maxValue(RELAY_LIMITS.frame, `cannot be over ${RELAY_LIMITS.frame}`)),
    text: v.pipe(amount, v.maxValue(RELAY_LIMITS.text, `cannot be over ${RELAY_LIMITS.text}`)),
  }),
);

const destination = v.custom<{ write(line: string): void }>(
  (value) => typeof (value as { write?: unknown } | null)?.write === 'function',
  'must have a write method',
);

const isHookUrl = (value: string) => {
  try {
    const { protocol, hostname } = new URL(value);
    return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
  } catch {
    return false;
  }
};
const transcript = v.strictObject({
  url: v.pipe(text(2_048), v.check(isHookUrl, 'must be an https: URL, or http: on this machine')),
  secret: v.pipe(v.string(), v.minBytes(32, 'must be 32 bytes or longer')),
});

const isFileStore = (value: unknown) =>
  ['write', 'read', 'remove', 'old'].every((name) => typeof Object(value)[name] === 'function');
const uploads = v.strictObject({
  folder: v.exactOptional(text(4096)),
  types: v.exactOptional(
    v.pipe(
      v.array(v.picklist(Object.keys(FILE_TYPES), `must be one of ${Object.keys(FILE_TYPES).join(', ')}`)),
      v.minLength(1, 'must name at least one type'),
    ),
  ),
  store: v.exactOptional(v.custom<FileStore>(isFileStore, 'must have write, read, remove and old')),
});

const options = v.strictObject({
  apps: v.pipe(v.array(app), v.minLength(1, 'must name at least one app'), unique('id')),
  agents: v.exactOptional(v.pipe(v.array(agent), unique('id'))),
  database: text(4096),
  newEpoch: v.exactOptional(v.boolean()),
  limits: v.exactOptional(limits),
  trustProxy: v.exactOptional(v.array(v.pipe(v.string(), v.ip('must be an IP address')))),
  path: v.exactOptional(v.pipe(v.string(), v.regex(/^(\/[A-Za-z0-9_-]+)+$/, 'must look like /sobani'))),
  deskUrl: v.exactOptional(v.pipe(v.string(), v.url('must be a URL'))),
  deskFolder: v.exactOptional(text(4096)),
  metrics: v.exactOptional(v.picklist(['local', 'all', 'none'])),
  enrich: v.exactOptional(
    v.custom<Enrich>((value) => typeof value === 'function', 'must be a function; it cannot be in a file'),
  ),
  enrichTimeout: v.exactOptional(amount),
  transcript: v.exactOptional(transcript),
  uploads: v.exactOptional(v.union([v.literal(false), uploads], 'must be false, or an object')),
  log: v.exactOptional(
    v.strictObject({
      level: v.exactOptional(v.picklist(['debug', 'info', 'warn', 'error', 'silent'])),
      destination: v.exactOptional(destination),
    }),
  ),
});

function uploadsOf(given: false | v.InferOutput<typeof uploads>, database: string): Settings['uploads'] {
  if (given === false) return null;
  const { folder = `${database}.files`, types = Object.keys(FILE_TYPES), store } = given;
  const isInMemory = database === ':memory:' && given.folder === undefined;
  return { files: store ?? (isInMemory ? memoryFiles() : diskFiles(folder)), types };
}

/**
 * Checks what `createRelay` or a config file was given and fills in the defaults.
 * @throws SobaniError `invalid`, with the path of the first thing that is wrong
 */
export function parseOptions(input: unknown): Settings {
  const result = v.safeParse(options, input);
  if (!result.success) {
    const [issue] = result.issues;
    const path = pathOf(issue);
    throw new SobaniError('invalid', `relay option ${path || '(all)'}: ${issue.message}`, { path });
  }
  const given = result.output;
  return {
    apps: new Map(given.apps.map((one) => [one.id, one as AppConfig])),
    agents: given.agents ?? [],
    database: given.database,
    newEpoch: given.newEpoch ?? false,
    limits: { ...RELAY_LIMITS, ...(given.limits as Partial<RelayLimits> | undefined) },
    trustProxy: new Set(given.trustProxy),
    path: given.path ?? '/sobani',
    deskUrl: given.deskUrl?.replace(/\/+$/, '') ?? null,
    deskFolder: given.deskFolder ?? null,
    metrics: given.metrics ?? 'local',
    enrich: given.enrich ?? null,
    enrichTimeout: given.enrichTimeout ?? 2_000,
    transcript: given.transcript ?? null,
    uploads: uploadsOf(given.uploads ?? {}, given.database),
    log: given.log ?? {},
  };
}
