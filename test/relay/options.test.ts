import { expect, test } from 'vitest';
import { RELAY_LIMITS } from '../../src/relay/options.js';
import { parseOptions } from '../../src/relay/parse-options.js';

const app = { id: 'shop', origins: ['https://shop.example'] };
const good = { apps: [app], database: ':memory:' };
const secret = 'x'.repeat(32);
const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

test('the least that is needed is enough, and the defaults are those that are documented', () => {
  const settings = parseOptions(good);
  expect(settings.limits).toEqual(RELAY_LIMITS);
  expect(settings).toMatchObject({ path: '/sobani', deskUrl: null, agents: [], trustProxy: new Set() });
  expect(parseOptions({ ...good, limits: { messageBurst: 100 } }).limits).toEqual({
    ...RELAY_LIMITS,
    messageBurst: 100,
  });
});

const bad: [string, unknown, string][] = [
  ['nothing', undefined, ''],
  ['no apps', { ...good, apps: [] }, 'apps'],
  ['an app without origins', { ...good, apps: [{ id: 'shop', origins: [] }] }, 'apps[0].origins'],
  [
    'an origin with a path',
    { ...good, apps: [{ id: 'shop', origins: ['https://shop.example/'] }] },
    'apps[0].origins[0]',
  ],
  ['any origin', { ...good, apps: [{ id: 'shop', origins: ['*'] }] }, 'apps[0].origins[0]'],
  ['two apps of one id', { ...good, apps: [app, app] }, 'apps'],
  [
    'a short secret',
    { ...good, apps: [{ ...app, keys: [{ kid: 'a', alg: 'HS256', secret: 'short' }] }] },
    'apps[0].keys[0].secret',
  ],
  [
    'an algorithm that is not offered',
    { ...good, apps: [{ ...app, keys: [{ kid: 'a', alg: 'none', secret }] }] },
    'apps[0].keys[0].alg',
  ],
  [
    'a key of another algorithm',
    { ...good, apps: [{ ...app, keys: [{ kid: 'a', alg: 'ES256', jwk }] }] },
    'apps[0].keys[0].jwk.kty',
  ],
  [
    'a private key',
    { ...good, apps: [{ ...app, keys: [{ kid: 'a', alg: 'EdDSA', jwk: { ...jwk, d: 'x' } }] }] },
    'apps[0].keys[0].jwk',
  ],
  [
    'two keys of one kid',
    { ...good, apps: [{ ...app, keys: [1, 2].map(() => ({ kid: 'a', alg: 'HS256', secret })) }] },
    'apps[0].keys',
  ],
  ['a limit that is none', { ...good, limits: { messageBurst: 0 } }, 'limits.messageBurst'],
  ['a frame larger than the protocol allows', { ...good, limits: { frame: 1e6 } }, 'limits.frame'],
  ['a misspelt option', { ...good, databse: 'x' }, 'databse'],
  ['a misspelt limit', { ...good, limits: { burst: 1 } }, 'limits.burst'],
  ['a proxy by name', { ...good, trustProxy: ['proxy.example'] }, 'trustProxy[0]'],
  ['a short sign-in code', { ...good, agents: [{ id: 'mia', name: 'Mia', code: '1234' }] }, 'agents[0].code'],
];
test.each(bad)('%s is refused with the place', (_what, input, path) => {
  expect(() => parseOptions(input)).toThrow(expect.objectContaining({ name: 'SobaniError', code: 'invalid', path }));
});
