/** The relay as a process that may be killed, and what is in its log. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { freePort, type RelayProcess, startRelay } from '../../demo/server/relay.js';
import type { DeskAnswers, DeskAsk, DeskServerFrame, DeskSession } from '../../src/wire/desk.js';
import { FAST } from '../relay/support.js';

/** A visitor's message as the log has it. */
export interface Logged {
  id: string;
  seq: number;
  text: string;
}

export interface Relay {
  port: number;
  url: string;
  up(): Promise<void>;
  down(): Promise<void>;
  /** What the visitor has in the log of a conversation: its last two hundred messages. */
  log(conversation: string): Promise<Logged[]>;
  /** An agent answers. */
  reply(id: string, conversation: string, text: string): Promise<void>;
  close(): Promise<void>;
}

const CODE = 'code-of-mia-0123456789abcdef';
type Asked = DeskAsk extends infer A ? (A extends DeskAsk ? Omit<A, 'r'> : never) : never;

/** @param origins of the pages that may connect */
export async function openRelay(origins: string[]): Promise<Relay> {
  const folder = await mkdtemp(join(tmpdir(), 'sobani-kill-'));
  const file = join(folder, 'relay.json');
  const config = {
    apps: [{ id: 'shop', origins }],
    agents: [{ id: 'mia', name: 'Mia', code: CODE }],
    limits: { ...FAST, connectionsPerVisitor: 50, connectionsPerAddress: 1_000 },
    log: { level: 'warn' },
  };
  await writeFile(file, JSON.stringify(config));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let running: RelayProcess | null = null;
  let desk: Promise<WebSocket> | null = null;
  let asked = 0;

  const signIn = async () => {
    const answer = await fetch(`${url}/desk/v1/session`, { method: 'POST', body: JSON.stringify({ code: CODE }) });
    const { session } = (await answer.json()) as DeskSession;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/desk/v1/socket`);
    socket.setMaxListeners(0);
    socket.on('error', () => {});
    await new Promise((resolve) => {
      socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', session })));
      socket.once('message', resolve);
    });
    return socket;
  };
  const ask = async <T>(what: Asked): Promise<T | null> => {
    desk ??= signIn();
    const socket = await desk;
    const r = ++asked;
    return new Promise((resolve, reject) => {
      const hear = (data: unknown) => {
        const frame = JSON.parse(String(data)) as DeskServerFrame;
        if ((frame.t !== 'ok' && frame.t !== 'error') || frame.r !== r) return;
        socket.off('message', hear);
        if (frame.t === 'ok') resolve(frame.data as T);
        else if (frame.code === 'not-found') resolve(null);
        else reject(new Error(`${frame.code}: ${frame.message}`));
      };
      socket.on('message', hear);
      socket.once('close', () => reject(new Error('the desk was closed')));
      socket.send(JSON.stringify({ ...what, r }));
    });
  };

  const relay: Relay = {
    port,
    url: `${url}/sobani`,
    async up() {
      running ??= await startRelay({ config: file, port, database: join(folder, 'relay.db') });
    },
    async down() {
      desk = null;
      await running?.kill('SIGKILL');
      running = null;
    },
    async log(conversation) {
      const loaded = await ask<DeskAnswers['load']>({ t: 'load', conversation });
      return (loaded?.messages ?? []).flatMap(({ id, seq, author, parts: [part] }) =>
        author.kind === 'visitor' && part?.type === 'text' ? [{ id, seq, text: part.text }] : [],
      );
    },
    async reply(id, conversation, text) {
      await ask({ t: 'reply', id, conversation, text });
    },
    async close() {
      await relay.down();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return relay;
}
