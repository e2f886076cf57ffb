/** Signing in: the code of the printed link becomes a session, which lasts as long as the tab. */
import { parseSession } from './parse.js';

const KEY = 'sobani-desk-session';

/** `refused`: the code is wrong or no longer good. `unreachable`: the relay did not answer; the code may still be good. */
export type SignIn = { session: string } | { problem: 'refused' | 'unreachable' };

/** The code in `#code=…`, which is then taken out of the address bar and the history. */
export function takeCode(location: Location, history: History): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return code;
}

export async function signIn(code: string, page: string, request: typeof fetch): Promise<SignIn> {
  try {
    const response = await request(new URL('v1/session', page), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    // a proxy in front of a relay that is down answers 5xx
    if (response.status >= 500 || response.status === 429) return { problem: 'unreachable' };
    const session = response.ok && parseSession(await response.json());
    return session ? { session: session.session } : { problem: 'refused' };
  } catch {
    return { problem: 'unreachable' };
  }
}

/** The socket of the desk that is served at `page`, whatever stands before its path. */
export function socketUrl(page: string): string {
  const url = new URL('v1/socket', page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

// sessionStorage throws where the browser blocks site data; the session then lasts until a reload
export function keepSession(session: string | null): void {
  try {
    if (session === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, session);
  } catch {}
}

export function keptSession(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
