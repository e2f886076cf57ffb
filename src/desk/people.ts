/** What an agent asks of the person whose conversation is open: the timeline, notes, earlier conversations. */
import { signal } from '@preact/signals-core';
import { nanoid } from 'nanoid';
import { toSobaniError } from '../core/errors.js';
import type { Connection } from './connection.js';
import { addEntries, type Filter, kindsOf, noHistory } from './history.js';
import type { State } from './state.js';

/** A note about a person that is being written. */
export interface RemarkDraft {
  /** Of the note; of a new one it stays the same, so that a retry is no second note. */
  id: string;
  text: string;
  saving: boolean;
  failure: string | null;
}

export function createPeople(state: State, connection: () => Connection) {
  /** By person; it survives a look at another conversation. */
  const remarks = signal<ReadonlyMap<string, RemarkDraft>>(new Map());
  const setRemark = (person: string, draft: RemarkDraft | null) => {
    const next = new Map(remarks.peek());
    if (draft) next.set(person, draft);
    else next.delete(person);
    remarks.value = next;
  };

  const historyOf = (id: string) => {
    const thread = state.thread.peek();
    return thread?.id === id ? thread.history : null;
  };

  async function loadHistory(id: string, filter: Filter, isMore = false) {
    const { before = null } = (isMore && historyOf(id)) || {};
    state.changeHistory(id, (history) => ({ phase: 'loading', filter, ...(history.filter !== filter && noEntries) }));
    try {
      const kinds = kindsOf(filter);
      const ask = { t: 'timeline', conversation: id, before, ...(kinds && { kinds }) } as const;
      const page = await connection().ask<'timeline'>(ask);
      if (historyOf(id)?.filter !== filter) return;
      state.changeHistory(id, (history) => ({
        phase: 'ready',
        before: page.before,
        entries: isMore ? addEntries({ ...history, before: null }, page.entries) : page.entries,
      }));
    } catch (thrown) {
      // without a connection it is loaded again after the reconnect
      if (toSobaniError(thrown).code === 'offline' || historyOf(id)?.filter !== filter) return;
      state.changeHistory(id, () => ({ phase: 'failed' }));
    }
  }
  const noEntries = { entries: [], before: null };

  return {
    remarks,
    /** The open conversation's timeline, from its newest entry. */
    load: (id: string) => loadHistory(id, historyOf(id)?.filter ?? noHistory.filter),
    filter: (id: string, filter: Filter) => loadHistory(id, filter),
    more: (id: string) => loadHistory(id, historyOf(id)?.filter ?? noHistory.filter, true),
    /** Somebody's timeline is another one. */
    rewritten(person: string) {
      const thread = state.thread.peek();
      if (thread?.card?.person.id === person) void loadHistory(thread.id, thread.history.filter);
    },
    /** Adds the next page of earlier conversations to the card. */
    async earlier(id: string) {
      const card = state.thread.peek()?.card;
      const last = card?.earlier.at(-1);
      if (!last) return;
      state.problem.value = null;
      try {
        const page = await connection().ask<'earlier'>({
          t: 'earlier',
          conversation: id,
          before: { id: last.id, at: last.at },
        });
        state.addEarlier(id, page);
      } catch (thrown) {
        state.problem.value = toSobaniError(thrown).message;
      }
    },
    /** Begins a note, or the change of one. */
    write: (person: string, note?: { id: string; text: string }) =>
      setRemark(person, { id: note?.id ?? nanoid(22), text: note?.text ?? '', saving: false, failure: null }),
    setText(person: string, text: string) {
      const draft = remarks.peek().get(person);
      if (draft && !draft.saving) setRemark(person, { ...draft, text, failure: null });
    },
    discard: (person: string) => setRemark(person, null),
    /** Resolves with true once the relay has it; else the text stays. */
    async save(person: string, conversation: string): Promise<boolean> {
      const draft = remarks.peek().get(person);
      const text = draft?.text.trim();
      if (!draft || draft.saving || !text) return false;
      setRemark(person, { ...draft, saving: true, failure: null });
      try {
        await connection().ask<'remark'>({ t: 'remark', id: draft.id, conversation, text });
        setRemark(person, null);
        return true;
      } catch (thrown) {
        setRemark(person, { ...draft, saving: false, failure: toSobaniError(thrown).message });
        return false;
      }
    },
    async remove(conversation: string, id: string) {
      state.problem.value = null;
      try {
        await connection().ask<'unremark'>({ t: 'unremark', conversation, id });
      } catch (thrown) {
        state.problem.value = toSobaniError(thrown).message;
      }
    },
    /** Asks the team's own system again. */
    async enrich(conversation: string) {
      try {
        await connection().ask<'enrich'>({ t: 'enrich', conversation });
      } catch (thrown) {
        state.problem.value = toSobaniError(thrown).message;
      }
    },
  };
}
