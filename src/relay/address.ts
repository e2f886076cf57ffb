import type { IncomingMessage } from 'node:http';

const plain = (address: string) => address.replace(/^::ffff:/, '');

/**
 * The client's address: the socket's, or, behind proxies that are named, the nearest one in `X-Forwarded-For` that no
 * such proxy vouches for as its own.
 */
export function addressOf(request: IncomingMessage, proxies: ReadonlySet<string>): string {
  let address = plain(request.socket.remoteAddress ?? '');
  if (!proxies.has(address)) return address;
  const header = request.headers['x-forwarded-for'];
  const hops = String(header ?? '')
    .split(',')
    .map((hop) => plain(hop.trim()));
  while (hops.length && proxies.has(address)) {
    const hop = hops.pop()!;
    if (!hop) break;
    address = hop;
  }
  return address;
}
