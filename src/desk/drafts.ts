/** What the agent has written and not yet got through, by conversation. It is cleared only when the relay has it. */
import { signal } from '@preact/signals-core';
import { nanoid } from 'nanoid';
import { toSobaniError } from '../core/errors.js';

export type Mode = 'reply' | 'note';

/** Reply and note are kept apart: what was written as a note can never go out as a reply. */
export interface Draft {
  mode: Mode;
  text: Record<Mode, string>;
  /** The id under which the text was first sent. It stays until the text changes, so that a retry is no second message. */
  id: Record<Mode, string | null>;
  sending: boolean;
  failure: string | null;
  /** The message that the reply answers. */
  to: string | null;
}

const blank: Draft = {
  mode: 'reply',
  text: { reply: '', note: '' },
  id: { reply: null, note: null },
  sending: false,
  failure: null,
  to: null,
};

/** What is asked to leave, and by whom. */
export type Deliver = (mode: Mode, conversation: string, id: string, text: string, to: string | null) => Promise<void>;

/** @param hasMore whether a reply there says something without a text */
export function createDrafts(
  deliver: Deliver,
  kept: ReadonlyMap<string, Draft> = new Map(),
  hasMore: (conversation: string) => boolean = () => false,
) {
  const all = signal(kept);
  const get = (conversation: string) => all.value.get(conversation) ?? blank;
  const peek = (conversation: string) => all.peek().get(conversation) ?? blank;

  function change(conversation: string, part: Partial<Draft>) {
    all.value = new Map(all.peek()).set(conversation, { ...peek(conversation), ...part });
  }

  function arrived(conversation: string, mode: Mode) {
    const { text, id } = peek(conversation);
    change(conversation, {
      text: { ...text, [mode]: '' },
      id: { ...id, [mode]: null },
      sending: false,
      failure: null,
      ...(mode === 'reply' && { to: null }),
    });
  }

  return {
    all,
    get,
    setMode(conversation: string, mode: Mode) {
      if (!peek(conversation).sending) change(conversation, { mode, failure: null });
    },
    setText(conversation: string, text: string) {
      const draft = peek(conversation);
      if (draft.sending || draft.text[draft.mode] === text) return;
      change(conversation, {
        text: { ...draft.text, [draft.mode]: text },
        id: { ...draft.id, [draft.mode]: null },
        failure: null,
      });
    },
    /** What goes along with a reply has changed: it is another message now. */
    renew(conversation: string) {
      const draft = peek(conversation);
      if (!draft.sending) change(conversation, { id: { ...draft.id, reply: null } });
    },
    /** The reply answers this message; with null none. */
    setTo(conversation: string, to: string | null) {
      const draft = peek(conversation);
      if (!draft.sending) change(conversation, { mode: 'reply', to, id: { ...draft.id, reply: null } });
    },
    /** Sends what is written in the chosen mode; also the retry. */
    async send(conversation: string) {
      const draft = peek(conversation);
      const { mode } = draft;
      const text = draft.text[mode];
      const isEmpty = !text.trim() && !(mode === 'reply' && hasMore(conversation));
      if (draft.sending || isEmpty) return;
      const id = draft.id[mode] ?? nanoid(22);
      change(conversation, { id: { ...draft.id, [mode]: id }, sending: true, failure: null });
      try {
        await deliver(mode, conversation, id, text, mode === 'reply' ? draft.to : null);
        if (peek(conversation).id[mode] === id) arrived(conversation, mode);
      } catch (thrown) {
        if (peek(conversation).id[mode] === id) {
          change(conversation, { sending: false, failure: toSobaniError(thrown).message });
        }
      }
    },
    /** The relay has it, whatever became of the answer. */
    settle(conversation: string, id: string) {
      const draft = peek(conversation);
      for (const mode of ['reply', 'note'] as const) if (draft.id[mode] === id) arrived(conversation, mode);
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;
