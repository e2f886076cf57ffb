import { fileURLToPath } from 'node:url';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { DeskSession } from '../wire/desk.js';
import { parseSignIn } from './desk-frames.js';
import type { DeskSessions } from './desk-sessions.js';
import { attachHealth, type HealthServices } from './health.js';
import type { Logger } from './logger.js';
import { attachRevocation, type RevocationServices } from './revocation.js';
import { createStaticFolder } from './static.js';

interface HttpServices extends HealthServices, Omit<RevocationServices, 'sessions'> {
  sessions: DeskSessions;
  visitorSessions: RevocationServices['sessions'];
  log: Logger;
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const NOT_BUILT = 'The agent desk is not built. Run `npm run build`, then load this page again.\n';

/** Beside `relay.js` and `cli.js`, and one above the shared files in `c/`. */
const besideUs = () => ['./desk', '../desk'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Plain requests: health, the desk's page, and signing in to it. Sockets are upgraded elsewhere. */
export function createHttp(services: HttpServices) {
  const { sessions, visitorSessions, rates, log, settings, addressOf } = services;
  const { deskFolder } = settings;
  const app = new Hono<{ Bindings: HttpBindings }>();
  const desk = createStaticFolder(deskFolder === null ? besideUs() : [deskFolder]);

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  });
  attachHealth(app, services);
  attachRevocation(app, { ...services, sessions: visitorSessions });

  app.post(
    '/desk/v1/session',
    bodyLimit({ maxSize: 4_096, onError: (c) => c.json({ code: 'too-large', message: 'at most 4 KiB' }, 413) }),
    async (c) => {
      const address = addressOf(c.env.incoming);
      const wait = rates.signIns.take(address);
      if (wait) {
        log.warn({ address, code: 'rate' }, 'desk sign-in refused');
        return c.json({ code: 'rate', message: 'too many attempts' }, 429, {
          'retry-after': `${Math.ceil(wait / 1000)}`,
        });
      }
      const code = parseSignIn(await c.req.json().catch(() => null));
      const signedIn: DeskSession | null = code === null ? null : sessions.signIn(code);
      if (signedIn) return c.json(signedIn, 200, { 'cache-control': 'no-store' });
      log.warn({ address, code: 'auth' }, 'desk sign-in refused');
      return c.json({ code: 'auth', message: 'the link is no longer good; use the one printed last' }, 401);
    },
  );

  app.get('/desk', (c) => c.redirect('/desk/', 308));
  app.get('/desk/*', async (c) => {
    const files = await desk();
    if (!files) return c.text(NOT_BUILT, 503, { 'retry-after': '10' });
    const file = files.get(c.req.path.slice('/desk/'.length) || 'index.html');
    if (!file) return c.text('not found\n', 404);
    const cache = file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
    return c.body(file.body, 200, { 'content-type': file.type, 'cache-control': cache });
  });

  app.notFound((c) => c.text('not found\n', 404));
  app.onError((error, c) => {
    log.error({ why: String(error) }, 'request failed');
    return c.text('the relay failed\n', 500);
  });
  return app;
}
