/** Fetches and reads the flows file when it is first needed. A page whose flows come from elsewhere does without. */
import { SobaniError, toSobaniError } from '../core/errors.js';
import type { FlowFile } from './format.js';
import { parseFlowFile } from './parse.js';

/** Characters of a flows file as JSON. */
const MAX_FILE = 256 * 1024;

/** Rejects with why the file cannot be used, which is reported once; the next call tries again. */
export function loadFlows(
  url: string,
  fetchJson: (url: string) => Promise<unknown>,
  onError: (error: SobaniError) => void,
): () => Promise<FlowFile> {
  let file: Promise<FlowFile> | undefined;
  let isReported = false;
  return () => {
    file ??= fetchJson(url)
      .then((json) => {
        if ((JSON.stringify(json) ?? '').length > MAX_FILE) {
          throw new SobaniError('too-large', `${url} is over 256 KiB; make its texts shorter`);
        }
        return parseFlowFile(json);
      })
      .catch((thrown) => {
        file = undefined;
        const error = toSobaniError(thrown, 'unavailable');
        if (!isReported) onError(error);
        isReported = true;
        throw error;
      });
    return file;
  };
}
