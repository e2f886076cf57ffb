import { expect, test } from 'vitest';
import { builtForThisFile, config, run, startProcess, writeConfig } from './relay-process.js';
import { message, newId, readBack, visit } from './support.js';

builtForThisFile();

test('every acknowledged message is in the log exactly once after kill -9 in a burst', async () => {
  const { file, database } = await writeConfig(config);
  const start = () => startProcess(['--config', file, '--database', database]);
  const conversation = newId();
  const acknowledged = new Map<string, number>();
  const written: string[] = [];
  let secret: string | undefined;
  for (let round = 0; round < 3; round++) {
    const relay = await start();
    const visitor = await visit(relay.url, secret === undefined ? {} : { secret }, null);
    secret = visitor.secret;
    let answered = 0;
    const sends = Array.from({ length: 400 }, async (_, i) => {
      const sent = message(conversation, `${round}-${i}`);
      written.push(sent.id);
      const { id, seq } = await visitor.ask<{ id: string; seq: number }>({ t: 'send', message: sent });
      acknowledged.set(id, seq);
      // what was on its way already may still be answered
      if (++answered === 20) relay.child.kill('SIGKILL');
    });
    await Promise.allSettled(sends);
    expect(await relay.exited).toBe('SIGKILL');
  }

  const { url } = await start();
  const log = await readBack(url, secret!, conversation);
  expect(log.map((one) => one.seq)).toEqual(log.map((_, i) => i + 1));
  const stored = new Map(log.map((one) => [one.id, one.seq]));
  expect(stored.size).toBe(log.length);
  for (const [id, seq] of acknowledged) expect(stored.get(id)).toBe(seq);
  const order = written.filter((id) => stored.has(id));
  expect(log.map((one) => one.id)).toEqual(order);
}, 60_000);

test('prints where it listens and one link an agent, and drains on SIGTERM', async () => {
  const { file } = await writeConfig(config);
  const relay = await startProcess(['--config', file]);
  const visitor = await visit(relay.url);
  const sent = visitor.ask({ t: 'send', message: message(newId(), 'last words') });
  await sent;
  relay.child.kill('SIGTERM');
  expect(await visitor.closed).toMatchObject({ code: 1012 });
  expect(await relay.exited).toBe(0);
  expect(relay.out()).toMatch(
    /^relay listening on http:\/\/127\.0\.0\.1:\d+\ndesk: Mia Berg http:\S+\/desk\/#code=\S{28}\n$/,
  );
  for (const line of relay.err().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
  expect(relay.err()).not.toContain('last words');
});

test('a config that is wrong ends with 1 and names the place', async () => {
  const { file } = await writeConfig({ ...config, apps: [{ id: 'shop', origins: ['shop.example'] }] });
  const cases: [string[], RegExp][] = [
    [['--config', file], /apps\[0\]\.origins\[0\]/],
    [['--config', `${file}.missing`], /cannot be read/],
    [[], /--config is missing/],
    [['--config', file, '--prot', '1'], /--prot/],
  ];
  for (const [args, says] of cases) {
    const relay = run(['relay', ...args]);
    expect(await relay.exited).toBe(1);
    expect(relay.err()).toMatch(says);
  }
});

test('an unknown command ends with 2 and says which there are', async () => {
  const wrong = run(['realy']);
  expect(await wrong.exited).toBe(2);
  expect(wrong.err()).toContain('no command "realy"; try relay or build-help');
  const help = run(['--help']);
  expect(await help.exited).toBe(0);
  expect(help.out()).toContain('relay');
});
