import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DeskCard, DeskPersonNote } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import type { RemarkDraft } from '../people.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Icon } from './Icon.js';
import { Markdown } from './Markdown.js';
import { Section } from './Section.js';
import { Ago } from './Time.js';

/** As the relay has it. */
const MOST = 2_000;

interface EditorProps {
  draft: RemarkDraft;
  onText(text: string): void;
  onSave(): void;
  onCancel(): void;
}

function Editor({ draft: { text, saving, failure }, onText, onSave, onCancel }: EditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const over = text.length - MOST;
  const problem = failure ? strings.remarks.failed(failure) : over > 0 ? strings.remarks.tooLong(over) : null;
  return (
    <form
      class="remark-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (over <= 0) onSave();
      }}
    >
      <textarea
        ref={field}
        rows={3}
        dir="auto"
        aria-label={strings.remarks.label}
        placeholder={strings.remarks.placeholder}
        value={text}
        readOnly={saving}
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return;
          if (event.key === 'Escape') {
            event.stopPropagation(); // the card stays open
            onCancel();
          } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && over <= 0) onSave();
        }}
      />
      {problem && (
        <p class="composer-failure" role="alert">
          <Icon name="alert" />
          {problem}
        </p>
      )}
      <div class="remark-actions">
        <button type="submit" class="button small primary" disabled={saving || over > 0 || !text.trim()}>
          {saving ? strings.remarks.saving : strings.remarks.save}
        </button>
        <button type="button" class="button small" disabled={saving} onClick={onCancel}>
          {strings.remarks.cancel}
        </button>
      </div>
    </form>
  );
}

interface RemarkProps {
  note: DeskPersonNote;
  onEdit(): void;
  onRemove(): void;
}

function Remark({ note, onEdit, onRemove }: RemarkProps) {
  const [isAsking, setAsking] = useState(false);
  const text = strings.remarks;
  return (
    <>
      <div dir="auto">
        <Markdown text={note.text} />
      </div>
      {isAsking ? (
        <div class="remark-actions">
          <span role="alert">{text.removing}</span>
          <button type="button" class="button small" onClick={onRemove}>
            {text.confirm}
          </button>
          <button type="button" class="button small" ref={(button) => button?.focus()} onClick={() => setAsking(false)}>
            {text.keep}
          </button>
        </div>
      ) : (
        <div class="remark-foot">
          <span class="faint">
            <bdi>{note.by.name}</bdi> · <Ago at={note.at} />
            {note.edited && ` · ${text.edited}`}
          </span>
          <button type="button" class="icon-button small" aria-label={text.edit(note.text)} onClick={onEdit}>
            <Icon name="pencil" />
          </button>
          <button
            type="button"
            class="icon-button small"
            aria-label={text.remove(note.text)}
            onClick={() => setAsking(true)}
          >
            <Icon name="trash" />
          </button>
        </div>
      )}
    </>
  );
}

/** What the team has noted about the person, whichever conversation is open. */
export function CardNotes({ card: { person, notes }, conversation }: { card: DeskCard; conversation: string }) {
  const { people } = useDesk();
  const draft = useValue(people.remarks).get(person.id);
  const add = useRef<HTMLButtonElement>(null);
  const isNew = draft && !notes.some(({ id }) => id === draft.id);
  const editor = draft && (
    <Editor
      draft={draft}
      onText={(text) => people.setText(person.id, text)}
      onSave={() => void people.save(person.id, conversation).then((isSaved) => isSaved && add.current?.focus())}
      onCancel={() => {
        people.discard(person.id);
        queueMicrotask(() => add.current?.focus());
      }}
    />
  );
  return (
    <Section title={strings.remarks.title} mark={{ text: strings.remarks.mark, why: strings.remarks.why }}>
      {notes.length > 0 && (
        <ul class="remarks">
          {notes.map((note) => (
            <li key={note.id} class="remark">
              {draft?.id === note.id ? (
                editor
              ) : (
                <Remark
                  note={note}
                  onEdit={() => people.write(person.id, note)}
                  onRemove={() => void people.remove(conversation, note.id)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {isNew && editor}
      {!draft && (
        <button type="button" class="text-button" ref={add} onClick={() => people.write(person.id)}>
          {strings.remarks.add}
        </button>
      )}
    </Section>
  );
}
