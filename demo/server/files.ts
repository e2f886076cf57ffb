import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
};

/** A name that changes with the content, as the builds give it: `assets/index-Bq3_x9aL.js`, `index-en-3f9a….json`. */
const HASHED = /^(assets\/|c\/|help\/index-|answers\/answers-).*-[\w-]{8,}\.\w+$/;

/**
 * Answers with a file of that folder. False when there is none: nothing was answered. Hashed names are kept for ever,
 * all others are asked for again each time and answered with 304 while they are the same.
 */
export async function sendFile(
  req: IncomingMessage,
  res: ServerResponse,
  folder: string,
  name: string,
): Promise<boolean> {
  const type = TYPES[extname(name)];
  const path = normalize(join(folder, name));
  if (!type || !path.startsWith(normalize(folder + sep))) return false;
  const content = await readFile(path).catch(() => undefined);
  if (!content) return false;
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  res.setHeader('etag', etag);
  res.setHeader('cache-control', HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304).end();
    return true;
  }
  res.writeHead(200, { 'content-type': type, 'content-length': content.length });
  res.end(req.method === 'HEAD' ? undefined : content);
  return true;
}
