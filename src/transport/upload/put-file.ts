/** Sends one file to the relay: a request beside the connection, with the session's secret in a header. */
import { type ErrorCode, SobaniError } from '../../core/errors.js';
import type { UploadOptions } from '../../core/file-ports.js';
import type { FilePart } from '../../types.js';
import { integer, object, optional, string, word } from '../../wire/parse.js';
import { APP_HEADER, NAME_HEADER, UPLOAD_PATH } from '../../wire/uploads.js';

interface Answer {
  status: number;
  text: string;
  /** Seconds. */
  retryAfter: string | null;
}

/** Whatever stands between may answer for the relay. */
const CODES: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'auth',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  415: 'unsupported',
  429: 'rate',
};
const PASSING: readonly ErrorCode[] = ['rate', 'unavailable', 'offline'];

const pixels = optional(integer(1));
const parsePart = object<FilePart>({
  type: word('file'),
  id: string(128, 1),
  name: string(),
  size: integer(),
  media: string(),
  width: pixels,
  height: pixels,
});

const offline = () => new SobaniError('offline', 'The upload broke off.', { retryable: true });

/** Only this tells how much has left. */
const byXhr = (url: string, headers: Record<string, string>, file: Blob, options: UploadOptions) =>
  new Promise<Answer>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => options.onProgress?.(total ? loaded / total : 0);
    request.onload = () =>
      resolve({
        status: request.status,
        text: request.responseText,
        retryAfter: request.getResponseHeader('retry-after'),
      });
    request.onerror = request.onabort = request.ontimeout = () => reject(offline());
    request.onloadend = () => options.signal.removeEventListener('abort', abort);
    options.signal.addEventListener('abort', abort);
    request.send(file);
  });

async function byFetch(
  url: string,
  headers: Record<string, string>,
  body: Blob,
  { signal }: UploadOptions,
  fetch: typeof globalThis.fetch,
): Promise<Answer> {
  try {
    const answer = await fetch(url, { method: 'PUT', headers, body, signal });
    return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get('retry-after') };
  } catch {
    throw offline();
  }
}

/**
 * @param base URL of the relay
 * @param fetch where the runtime's own request is not to be used
 * @throws SobaniError as `Session.upload`
 */
export async function putFile(
  base: string,
  { app, secret }: { app: string; secret: string },
  file: Blob,
  options: UploadOptions,
  fetch?: typeof globalThis.fetch,
): Promise<FilePart> {
  if (options.signal.aborted) throw offline();
  const url = base.replace(/\/$/, '') + UPLOAD_PATH + encodeURIComponent(options.id);
  const headers = {
    authorization: `Bearer ${secret}`,
    'content-type': 'application/octet-stream',
    [APP_HEADER]: app,
    [NAME_HEADER]: encodeURIComponent(options.name),
  };
  const canTell = !fetch && globalThis.XMLHttpRequest;
  const { status, text, retryAfter } = await (canTell
    ? byXhr(url, headers, file, options)
    : byFetch(url, headers, file, options, fetch ?? globalThis.fetch));
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    // somebody else's page, which says nothing
  }
  if (status === 200) return parsePart(said, 'upload');
  const code = CODES[status] ?? 'unavailable';
  const wait = Number(retryAfter) * 1_000;
  throw new SobaniError(code, `Upload: ${code}`, {
    retryable: PASSING.includes(code),
    ...(wait > 0 && { retryAfter: wait }),
  });
}
