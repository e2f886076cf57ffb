/** Brings files to the back end before the message that names them, and gets at those that were sent. */
import type { Accounts } from './core/accounts.js';
import { SobaniError, toSobaniError } from './core/errors.js';
import type { Upload } from './core/file-ports.js';
import * as LIMITS from './core/limits.js';
import type { OutboxItem, Session, Transport } from './core/ports.js';
import { fileKey } from './core/rows.js';
import { signal } from './core/signal.js';
import type { Store } from './core/store.js';
import type { FilePart } from './types.js';
import type { Attachments as ForPanel } from './ui/host.js';

export interface Attachments extends ForPanel {
  upload: Upload;
}

interface Given {
  store: Store;
  accounts: Accounts;
  transport(): Promise<Transport>;
}

export function joinFiles({ store, accounts, transport }: Given): Attachments {
  const progress = signal<ReadonlyMap<string, number>>(new Map());
  /** By the file's id, what ends its upload. */
  const running = new Map<string, AbortController>();
  const tell = (id: string, share: number | null) => {
    const next = new Map(progress.value);
    if (share === null) next.delete(id);
    else next.set(id, share);
    progress.value = next;
  };

  const held = async (id: string) => {
    const [found] = await accounts.scope.disk.load(fileKey(id));
    // rows are as untrusted as the network
    return found?.[1] instanceof Blob ? found[1] : null;
  };

  async function bring(part: FilePart, { message }: OutboxItem, session: Session, signal: AbortSignal) {
    const { id, name } = part;
    const bytes = await held(id);
    // in the back end already, as far as is known here: it says so otherwise
    if (!bytes) return part;
    if (!session.upload) throw new SobaniError('unsupported', 'This back end takes no files.');
    const own = new AbortController();
    running.set(id, own);
    tell(id, 0);
    try {
      signal.addEventListener('abort', () => own.abort(), { signal: own.signal });
      if (signal.aborted) own.abort();
      const done = await session.upload(bytes, {
        ...{ id, name, conversation: message.conversation, signal: own.signal },
        onProgress: (share) => tell(id, share),
      });
      if (done.id !== id) throw new SobaniError('internal', `${done.id} was uploaded for ${id}.`);
      return done;
    } catch (thrown) {
      if (own.signal.aborted && !signal.aborted) throw new SobaniError('cancelled', 'The visitor has stopped this.');
      throw toSobaniError(thrown);
    } finally {
      running.delete(id);
      tell(id, null);
    }
  }

  return {
    progress,
    held,
    async limits() {
      const { upload } = (await transport()).capabilities;
      const most = { bytes: LIMITS.attachment, types: LIMITS.attachmentTypes };
      return accounts.scope.connection.session?.uploads ?? (upload ? { ...most, ...upload } : null);
    },
    cancel: (id) => running.get(id)?.abort(),
    async source(conversation, id) {
      const { session } = accounts.scope.connection;
      if (!session?.file) throw new SobaniError('offline', 'There is no connection now.', { retryable: true });
      return session.file(conversation, id);
    },
    async upload(item, session, signal) {
      const { value: person } = store.cleared;
      const parts = [];
      for (const part of item.message.parts) {
        // whoever attached it has left
        if (person !== store.cleared.value)
          throw new SobaniError('auth', 'Whoever attached this is not here any more.');
        parts.push(part.type === 'file' ? await bring(part, item, session, signal) : part);
      }
      return parts;
    },
  };
}
