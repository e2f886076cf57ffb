import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Agent } from '../wire/desk.js';
import type { AgentConfig } from './options.js';

/** Who may use the desk: one sign-in code an agent, and the sessions made with it. All ends with the process. */
export interface DeskSessions {
  readonly agents: readonly Agent[];
  /** The code of each agent's printed link. */
  readonly codes: readonly { agent: Agent; code: string }[];
  signIn(code: string): { session: string; agent: Agent } | null;
  agentOf(session: string): Agent | null;
}

const PER_AGENT = 50;
const digest = (text: string) => createHash('sha256').update(text).digest();

export function createDeskSessions(configs: readonly AgentConfig[]): DeskSessions {
  const codes = configs.map(({ id, name, code }) => ({
    agent: { id, name },
    code: code ?? randomBytes(24).toString('base64url'),
  }));
  const digests = codes.map(({ code }) => digest(code));
  const sessions = new Map<string, Agent>();
  return {
    agents: codes.map(({ agent }) => agent),
    codes,
    signIn(code) {
      const given = digest(code);
      // all are compared, so that the time tells nothing
      const found = codes.filter((_, i) => timingSafeEqual(digests[i]!, given))[0];
      if (!found) return null;
      const session = randomBytes(32).toString('base64url');
      sessions.set(digest(session).toString('hex'), found.agent);
      const own = [...sessions].filter(([, agent]) => agent.id === found.agent.id);
      if (own.length > PER_AGENT) sessions.delete(own[0]![0]);
      return { session, agent: found.agent };
    },
    agentOf: (session) => sessions.get(digest(session).toString('hex')) ?? null,
  };
}
