import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Metrics } from './metrics.js';
import type { Settings } from './parse-options.js';
import type { Store } from './store.js';

export type Phase = 'starting' | 'serving' | 'draining';

export interface HealthServices {
  store: Store;
  metrics: Metrics;
  /** Who may read the metrics. */
  access: Settings['metrics'];
  phase(): Phase;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** From this machine, and not on behalf of somebody elsewhere. */
const isLocal = ({ socket, headers }: IncomingMessage) =>
  LOOPBACK.has(socket.remoteAddress ?? '') && !headers['x-forwarded-for'] && !headers.forwarded;

/**
 * For those who run the relay: `/healthz`, the process answers; `/readyz`, visitors may be sent here; `/metrics`, what it
 * counts.
 */
export function attachHealth(app: Hono<{ Bindings: HttpBindings }>, services: HealthServices): void {
  const { store, metrics, access, phase } = services;
  const fresh = { 'cache-control': 'no-store' };

  async function obstacle(): Promise<string | null> {
    if (phase() !== 'serving') return phase();
    return (await store.isWritable()) ? null : 'the store takes no writes';
  }

  app.get('/healthz', (c) => c.text('ok\n', 200, fresh));
  app.get('/readyz', async (c) => {
    const why = await obstacle();
    return why === null ? c.text('ok\n', 200, fresh) : c.text(`${why}\n`, 503, { ...fresh, 'retry-after': '1' });
  });
  app.get('/metrics', (c) => {
    const isAllowed = access === 'all' || (access === 'local' && isLocal(c.env.incoming));
    if (!isAllowed) return c.notFound();
    return c.body(metrics.text(), 200, { ...fresh, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}
