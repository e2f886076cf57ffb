/** Takes all journeys, a file of `test/journeys` each, in one browser. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { type Backend, startDemo } from './demo.js';
import type { Engine, EngineName, Tab } from './engine.js';
import { missing, openEngine } from './engines.js';
import type { Journey } from './journey.js';
import { personAt } from './person.js';
import { hashIn, hashInNode } from './scores.js';

/** First thing in the page: whatever goes wrong there, also with the policy, in the page's own memory. */
const noteTrouble = () => {
  const trouble: string[] = [];
  Object.assign(window, { trouble });
  addEventListener('error', (event) => event.message && trouble.push(`uncaught: ${event.message}`));
  addEventListener('unhandledrejection', (event) => trouble.push(`unhandled: ${event.reason}`));
  addEventListener('securitypolicyviolation', (event) =>
    trouble.push(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
  );
  const { error } = console;
  console.error = (...said) => {
    trouble.push(said.map(String).join(' '));
    error.apply(console, said);
  };
};

/** The shop's page, strict policy and all, with that in front. */
async function writePages(folder: string): Promise<void> {
  await cp(fileURLToPath(new URL('../../dist/demo/public', import.meta.url)), folder, { recursive: true });
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const script = `<head><script nonce="__NONCE__">(${noteTrouble})()</script>`;
  await writeFile(
    join(folder, 'index.html'),
    page.replace('<head>', () => script),
  );
}

/** Milliseconds of one journey: several waits for what never comes are not in it, and a busy machine is. */
const MOST = 600_000;

const PLENTY = 1e6;
const limits = {
  connectionsPerVisitor: PLENTY,
  messagesPerMinute: PLENTY,
  messageBurst: PLENTY,
  conversationsPerHour: PLENTY,
};

const files = import.meta.glob<{ default: Journey }>('../journeys/*.ts', { eager: true });

/**
 * Takes every journey in that browser; where there is none, they are skipped, and a line says so.
 * @param hold what the person does it with. Default: mouse and keys
 */
export function takeJourneys(name: EngineName, hold = (tab: Tab): Tab => tab): void {
  describe.skipIf(missing(name))(`in ${name}`, () => {
    let folder: string;
    let demo: Backend;
    let engine: Engine;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sobani-journeys-'));
      await writePages(folder);
      [demo, engine] = await Promise.all([startDemo({ pages: folder, relay: { limits } }), openEngine(name)]);
    });
    afterAll(async () => {
      await engine?.close();
      await demo?.close();
      await rm(folder, { recursive: true, force: true });
    });

    for (const { default: journey } of Object.values(files)) {
      test(
        journey.title,
        async () => {
          const trouble: string[] = [];
          const { url } = demo.shop;
          const people = [personAt(hold(await engine.fresh(url)), url, trouble)];
          onTestFailed(async () => {
            for (const { shown } of people) console.log(engine.about, await shown().catch(String));
            console.log(trouble.join('\n'));
          });
          const another = async () => {
            const person = personAt(hold(await engine.another()), url, trouble);
            people.push(person);
            return person;
          };
          await journey.take({ demo, person: people[0]!, another });
          for (const { note } of people) await note();
          expect(trouble).toEqual([]);
        },
        MOST,
      );
    }

    // the browser of the unit tests is asked there
    test.skipIf(name === 'chromium')('some hundred questions score as in Node, to the last bit', async () => {
      expect(await hashIn(await engine.fresh(demo.shop.url))).toBe(hashInNode());
    });
  });
}
