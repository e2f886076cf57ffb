/** What is written here stands at addresses of this page: the messenger fetches it as it would on a site, and nothing leaves. */

const FOLDER = '/playground/live/';
const files = new Map<string, string>();
let turn = 0;

/** Puts files in place of those before. Returns the address of one by its name, another one each time. */
export function serve(all: Record<string, string>): (name: string) => string {
  files.clear();
  const folder = `${FOLDER}${++turn}/`;
  for (const [name, text] of Object.entries(all)) files.set(folder + name, text);
  return (name) => folder + name;
}

const { fetch: network } = window;
window.fetch = async (input, init) => {
  const { pathname } = new URL(input instanceof Request ? input.url : String(input), location.href);
  if (!pathname.startsWith(FOLDER)) return network(input, init);
  const text = files.get(pathname);
  // asked for by a messenger that has gone
  if (text === undefined) return new Response('', { status: 404 });
  return new Response(text, { headers: { 'content-type': 'application/json' } });
};
