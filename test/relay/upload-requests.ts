/** Uploads as a page would make them, and files of every kind. */
import { request } from 'node:http';
import type { FilePart } from '../../src/types.js';
import { newId, ORIGIN } from './support.js';

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const GIF = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64');
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF');

/** A PNG that says that it is so large. */
export function pngOf(width: number, height: number): Buffer {
  const png = Buffer.from(PNG);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

export interface Sent {
  status: number;
  /** The part, or `{ code, message }`. */
  body: FilePart & { code?: string };
  headers: Record<string, string | string[] | undefined>;
}

export interface Put {
  app?: string;
  origin?: string;
  id?: string;
  name?: string;
  headers?: Record<string, string>;
  path?: string;
}

/** Sends a file whole. */
export async function put(url: string, secret: string, body: Buffer | string, how: Put = {}): Promise<Sent> {
  const { app = 'shop', origin = ORIGIN, id = newId(), name = 'photo.png' } = how;
  const answer = await fetch(`${url}${how.path ?? `/sobani/v1/uploads/${id}`}`, {
    method: 'PUT',
    body: new Uint8Array(Buffer.from(body)),
    headers: {
      ...{ authorization: `Bearer ${secret}`, origin, 'sobani-app': app, 'sobani-name': encodeURIComponent(name) },
      ...how.headers,
    },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: text.startsWith('{') ? JSON.parse(text) : null,
    headers: Object.fromEntries(answer.headers),
  };
}

/** The same, in pieces that `write` decides over. Resolves with the status, or 0 where the relay cut it. */
export function putSlowly(
  url: string,
  secret: string,
  write: (request: import('node:http').ClientRequest) => void,
  headers: Record<string, string> = {},
): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const asked = request({
      ...{ hostname, port, path: `/sobani/v1/uploads/${newId()}`, method: 'PUT' },
      headers: {
        authorization: `Bearer ${secret}`,
        origin: ORIGIN,
        'sobani-app': 'shop',
        'sobani-name': 'a.png',
        ...headers,
      },
    });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    asked.on('error', () => resolve(0));
    write(asked);
  });
}
