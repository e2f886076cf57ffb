// all that `npm run test:mutants` plants, one after the other
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { core } from './core.mjs';
import { delivery } from './delivery.mjs';
import { identity } from './identity.mjs';
import { matcher } from './matcher.mjs';
import { relayDoor } from './relay-door.mjs';
import { relayLog } from './relay-log.mjs';
import { storage } from './storage.mjs';
import { transport } from './transport.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const all = [...delivery, ...core, ...identity, ...storage, ...transport, ...relayLog, ...relayDoor, ...matcher];

/** What is wrong with the list itself: each changes one place of its file, and names tests that are there. */
export function faults() {
  const names = all.map(({ name }) => name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name}: is there twice`);
  const stale = all.flatMap(({ name, file, find, tests }) => {
    const times = readFileSync(join(ROOT, file), 'utf8').split(find).length - 1;
    const missing = tests.filter((test) => !existsSync(join(ROOT, test)));
    return [
      ...(times === 1 ? [] : [`${name}: "find" occurs ${times} times in ${file}`]),
      ...missing.map((test) => `${name}: there is no ${test}`),
    ];
  });
  return [...twice, ...stale];
}
