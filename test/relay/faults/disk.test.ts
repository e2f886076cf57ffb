/** A disk that refuses to write: nothing is acknowledged that is not on it, and what comes after it has room is taken. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { builtForThisFile, config, startProcess, writeConfig } from '../relay-process.js';
import { message, newId, readBack, visit } from '../support.js';

builtForThisFile();

/** Writes until the disk refuses; answers the ids that were acknowledged, and what the first refusal said. */
async function fill(url: string, conversation: string) {
  const client = await visit(url, {}, null);
  const kept: string[] = [];
  for (let n = 0; n < 2_000; n++) {
    const sent = message(conversation, `${n} ${'x'.repeat(2_000)}`);
    const answer = await client.answer({ t: 'send', message: sent });
    if (answer.t === 'error') return { client, kept, sent, answer };
    kept.push(sent.id);
  }
  throw new Error('the disk never refused');
}

/** What was acknowledged is there after a restart, and what was refused is taken then, once. */
async function expectKept(under: string[]) {
  const { file, database } = await writeConfig(config);
  const args = ['--config', file, '--database', database];
  const conversation = newId();
  const relay = await startProcess(args, { under });
  const { client, kept, sent, answer } = await fill(relay.url, conversation);
  expect(answer).toMatchObject({ t: 'error', code: 'unavailable', retryAfter: expect.any(Number) });
  expect(kept.length).toBeGreaterThan(0);
  expect((await fetch(`${relay.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
  relay.child.kill('SIGKILL');
  await relay.exited;

  const again = await startProcess(args);
  const back = await visit(again.url, { secret: client.secret }, null);
  expect(await back.answer({ t: 'send', message: sent })).toMatchObject({ t: 'ok' });
  const log = await readBack(again.url, client.secret, conversation);
  expect(log.map(({ id }) => id)).toEqual([...kept, sent.id]);
}

test.runIf(process.platform !== 'win32')(
  'a disk without room refuses what it cannot keep, and loses nothing of what it has',
  // no file may grow over this many kilobytes
  () => expectKept(['bash', '-c', 'ulimit -f 1024; exec "$0" "$@"']),
  60_000,
);

const hasStrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
test.runIf(hasStrace)(
  'a disk that cannot say that it has written is not believed',
  () =>
    expectKept(
      'strace -f -qq --seccomp-bpf -D -o /dev/null -e trace=fsync,fdatasync -e inject=fsync,fdatasync:error=EIO:when=60+'.split(
        ' ',
      ),
    ),
  60_000,
);
