import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as v from 'valibot';
import { CLOSE, REVOKE_PATH } from '../wire/frames.js';
import type { Hub } from './hub.js';
import type { Settings } from './parse-options.js';
import type { Rates } from './relay-rates.js';
import type { Sessions } from './sessions.js';

const request = v.object({ app: v.pipe(v.string(), v.maxLength(64)), secret: v.pipe(v.string(), v.maxLength(256)) });

export interface RevocationServices {
  settings: Settings;
  sessions: Sessions;
  hub: Hub;
  rates: Rates;
  addressOf(request: IncomingMessage): string;
}

/**
 * Ends a session by its secret alone, for a browser that was offline when its user signed out: without a connection, and
 * without a token. The answer does not tell whether there was such a session.
 */
export function attachRevocation(app: Hono<{ Bindings: HttpBindings }>, services: RevocationServices): void {
  const { settings, sessions, hub, rates, addressOf } = services;
  const origins = new Set([...settings.apps.values()].flatMap((each) => each.origins));

  for (const path of [REVOKE_PATH, `${settings.path}${REVOKE_PATH}`]) {
    app.use(path, async (c, next) => {
      const origin = c.req.header('origin') ?? '';
      c.header('vary', 'Origin');
      if (!origins.has(origin)) return c.json({ code: 'forbidden', message: 'not for this origin' }, 403);
      c.header('access-control-allow-origin', origin);
      c.header('access-control-expose-headers', 'retry-after');
      return next();
    });

    app.options(path, (c) => {
      c.header('access-control-allow-methods', 'POST');
      c.header('access-control-allow-headers', 'content-type');
      c.header('access-control-max-age', '600');
      return c.body(null, 204);
    });

    app.post(
      path,
      bodyLimit({ maxSize: 4_096, onError: (c) => c.json({ code: 'too-large', message: 'at most 4 KiB' }, 413) }),
      async (c) => {
        const wait = rates.revocations.take(addressOf(c.env.incoming));
        if (wait) {
          c.header('retry-after', `${Math.ceil(wait / 1_000)}`);
          return c.json({ code: 'rate', message: 'too many revocations' }, 429);
        }
        const given = v.safeParse(request, await c.req.json().catch(() => null));
        if (!given.success) return c.json({ code: 'invalid', message: 'expected { app, secret }' }, 400);
        const { app: id, secret } = given.output;
        if (!settings.apps.get(id)?.origins.includes(c.req.header('origin')!)) {
          return c.json({ code: 'forbidden', message: 'no such app for this origin' }, 403);
        }
        try {
          const ended = await sessions.end(id, secret);
          for (const seat of ended ? hub.seats(ended.person.id) : []) {
            if (seat.session === ended?.selector) seat.end(CLOSE.auth, 'session revoked');
          }
        } catch {
          c.header('retry-after', '1');
          return c.json({ code: 'unavailable', message: 'the store could not write; try again' }, 503);
        }
        return c.body(null, 204);
      },
    );
  }
}
