/** Files that an agent attaches to a reply, and the way to those that were sent. */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { nanoid } from 'nanoid';
import * as v from 'valibot';
import { SobaniError, toSobaniError } from '../core/errors.js';
import type { FilePart } from '../types.js';
import { NAME_HEADER, UPLOAD_PATH } from '../wire/uploads.js';
import type { Connection } from './connection.js';
import { filePart } from './parse-part.js';
import { strings } from './strings.js';

/** One that goes along with the next reply: it is uploaded at once. */
export interface AttachedFile {
  id: string;
  name: string;
  state: 'uploading' | 'ready' | 'failed';
  /** Where it is `ready`. */
  part?: FilePart;
  /** Why it is `failed`. */
  why?: string;
}

export interface DeskFiles {
  /** By conversation. */
  readonly attached: ReadonlySignal<ReadonlyMap<string, readonly AttachedFile[]>>;
  attach(conversation: string, files: readonly File[]): void;
  remove(conversation: string, id: string): void;
  /** Those that are ready. */
  parts(conversation: string): FilePart[];
  /** These have left. */
  sent(conversation: string, parts: readonly FilePart[]): void;
  /** A short-lived URL for one that a message names. Rejects as an ask does. */
  url(conversation: string, id: string): Promise<{ url: string; expires: number }>;
}

interface Given {
  /** Of the desk, `http(s):`, without a slash at its end. */
  base: string;
  session: string;
  connection(): Connection;
  fetch?: typeof globalThis.fetch;
  /** What is attached there is not the same any more. */
  onChange(conversation: string): void;
}

export function createFiles({ base, session, connection, onChange, fetch = globalThis.fetch }: Given): DeskFiles {
  const attached = signal<ReadonlyMap<string, readonly AttachedFile[]>>(new Map());
  const of = (conversation: string) => attached.peek().get(conversation) ?? [];
  const set = (conversation: string, files: readonly AttachedFile[]) => {
    attached.value = new Map(attached.peek()).set(conversation, files);
    onChange(conversation);
  };
  const change = (conversation: string, id: string, next: Partial<AttachedFile>) =>
    set(
      conversation,
      of(conversation).map((file) => (file.id === id ? { ...file, ...next } : file)),
    );

  async function put(conversation: string, id: string, file: File): Promise<FilePart> {
    const answer = await fetch(`${base}${UPLOAD_PATH}${conversation}/${id}`, {
      method: 'PUT',
      body: file,
      headers: {
        authorization: `Bearer ${session}`,
        'content-type': 'application/octet-stream',
        [NAME_HEADER]: encodeURIComponent(file.name),
      },
    });
    const said: unknown = await answer.json().catch(() => null);
    const result = v.safeParse(filePart, said);
    if (answer.ok && result.success && result.output.id === id) return result.output;
    const why = strings.files.refused[answer.status as keyof typeof strings.files.refused];
    throw new SobaniError('invalid', why ?? strings.files.failed);
  }

  return {
    attached,
    attach(conversation, files) {
      for (const file of files) {
        const id = nanoid(22);
        set(conversation, [...of(conversation), { id, name: file.name, state: 'uploading' }]);
        put(conversation, id, file).then(
          (part) => change(conversation, id, { state: 'ready', name: part.name, part }),
          (error) => {
            const why = error instanceof SobaniError ? toSobaniError(error).message : strings.files.failed;
            change(conversation, id, { state: 'failed', why });
          },
        );
      }
    },
    remove: (conversation, id) =>
      set(
        conversation,
        of(conversation).filter((file) => file.id !== id),
      ),
    parts: (conversation) => of(conversation).flatMap(({ part }) => part ?? []),
    sent: (conversation, parts) =>
      set(
        conversation,
        of(conversation).filter(({ id }) => !parts.some((part) => part.id === id)),
      ),
    async url(conversation, id) {
      const { url, expires } = await connection().ask<'file'>({ t: 'file', conversation, file: id });
      return { url: base + url, expires };
    },
  };
}
