import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { User } from '../shop/account.js';
import type { CartLine } from '../shop/cart.js';
import { isDestination } from '../shop/delivery.js';
import { product } from '../shop/products.js';
import { answerJson } from './answer.js';
import { createCustomers } from './customers.js';
import type { TokenSigner } from './token.js';

const COOKIE = 'hinoki_session';
const MOST_BYTES = 16 * 1024;

async function readJson(req: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  if (!req.headers['content-type']?.startsWith('application/json')) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function parseLines(value: unknown): CartLine[] | undefined {
  if (!Array.isArray(value) || !value.length || value.length > 50) return undefined;
  const lines = value.map((line: Partial<CartLine> | null) => ({
    id: String(line?.id),
    quantity: Number(line?.quantity),
  }));
  const good = ({ id, quantity }: CartLine) =>
    product(id) && Number.isInteger(quantity) && quantity > 0 && quantity <= 20;
  return lines.every(good) ? lines : undefined;
}

const sessionOf = (req: IncomingMessage): string | undefined =>
  req.headers.cookie
    ?.split(/; */)
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);

/** What the shop's page asks its server, below `/api/`. */
export function createApi(
  signer: TokenSigner,
): (req: IncomingMessage, res: ServerResponse, path: string) => Promise<void> {
  const customers = createCustomers();
  const sessions = new Map<string, User>();

  return async (req, res, path) => {
    const user = sessions.get(sessionOf(req) ?? '');
    const refuse = (status: number, error: string) => answerJson(res, status, { error });

    if (req.method === 'GET') {
      if (path === '/api/me') return answerJson(res, 200, { user: user ?? null });
      if (path !== '/api/orders') return refuse(404, 'not found');
      return user ? answerJson(res, 200, { orders: customers.orders(user) }) : refuse(401, 'sign in first');
    }
    if (req.method !== 'POST') return refuse(405, 'GET or POST');
    const { origin, host } = req.headers;
    if (origin && origin !== `http://${host}`) return refuse(403, 'another site');
    const body = await readJson(req);
    if (!body) return refuse(400, 'a JSON object is needed');

    if (path === '/api/sign-in') {
      const found = customers.user(body.user);
      if (!found) return refuse(401, 'no such customer');
      const session = randomBytes(24).toString('base64url');
      sessions.set(session, found);
      res.setHeader('set-cookie', `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax`);
      return answerJson(res, 200, { user: found });
    }
    if (path === '/api/sign-out') {
      sessions.delete(sessionOf(req) ?? '');
      res.setHeader('set-cookie', `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`);
      return answerJson(res, 200, {});
    }
    if (path === '/api/orders') {
      const lines = parseLines(body.lines);
      if (!lines || !isDestination(body.destination)) return refuse(400, 'not an order');
      return answerJson(res, 201, { order: customers.place(lines, body.destination, user) });
    }
    if (path === '/api/sobani-token') {
      if (!user) return refuse(401, 'sign in first');
      const { id, name, email, plan } = user;
      return answerJson(res, 200, { token: signer.token({ sub: id, name, email, plan }) });
    }
    refuse(404, 'not found');
  };
}
