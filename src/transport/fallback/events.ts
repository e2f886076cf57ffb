import { SobaniError } from '../../core/errors.js';
import { LINK_BODY } from '../../wire/links.js';

/** Of what came at once: more than the relay ever writes as one. */
const MOST = 2 * LINK_BODY;

/**
 * Reads server-sent events as the relay writes them: lines end with LF, and each event has one line of data. Tells each
 * as soon as its line is whole. One without a name is a `message`, and a comment has the name ''.
 * @throws SobaniError `too-large` for a line that is longer than any frame
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  on: (event: string, data: string) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let event = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const chunk = decoder.decode(value, { stream: true });
    rest += chunk;
    if (rest.length > MOST) throw new SobaniError('too-large', 'That is no event.');
    // not looked at again and again while a long line comes in small pieces
    if (!chunk.includes('\n')) continue;
    const lines = rest.split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const [, field, text] = /^(\w*): ?(.*)$/s.exec(line) ?? [];
      if (field === 'event') event = text!;
      else if (field === '') on('', text!);
      else if (field === 'data') {
        on(event || 'message', text!);
        event = '';
      }
    }
  }
}
