import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useDesk } from '../context.js';
import { dayLabel } from '../format.js';
import type { Thread } from '../state.js';
import { strings } from '../strings.js';
import { type Entry, timeline } from '../timeline.js';
import { useValue } from '../use-value.js';
import { Group } from './Group.js';
import { Icon } from './Icon.js';
import { Note } from './Note.js';
import { Clock } from './Time.js';

/** Nearer to the end than this, the agent follows the conversation. */
const NEAR = 64;

function Typing({ conversation, visitor }: { conversation: string; visitor: string }) {
  const author = useValue(useDesk().state.typing).get(conversation);
  if (!author) return null;
  const name = author.name || (author.kind === 'visitor' ? visitor : strings.thread.agent);
  return (
    <p class="typing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <bdi>{strings.thread.typing(name)}</bdi>
    </p>
  );
}

interface Props {
  thread: Thread;
  /** Their name, as the desk calls them. */
  visitor: string;
  /** Log place up to which they have seen it. */
  readTo: number;
}

export function Transcript({ thread, visitor, readTo }: Props) {
  const desk = useDesk();
  const now = useValue(desk.state.now);
  const typing = useValue(desk.state.typing);
  const me = useValue(desk.state.me);
  const { messages, notes } = thread;
  const entries = useMemo(() => timeline(messages, notes), [messages, notes]);
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [isBehind, setBehind] = useState(false);

  const toEnd = () => {
    const el = box.current;
    if (el) el.scrollTop = el.scrollHeight;
    following.current = true;
    setBehind(false);
  };

  const newest = messages.at(-1);
  const newestNote = notes.at(-1);
  const seen = useRef({ message: newest?.id, note: newestNote?.id });
  useLayoutEffect(() => {
    const before = seen.current;
    seen.current = { message: newest?.id, note: newestNote?.id };
    const own =
      (newest?.id !== before.message && newest?.author.kind === 'agent' && newest.author.id === me?.id) ||
      (newestNote?.id !== before.note && newestNote?.by.id === me?.id);
    if (following.current || own) toEnd();
    else if (newest?.id !== before.message || newestNote?.id !== before.note) setBehind(true);
  }, [entries, typing]);

  // a window or composer of another size must not lift the end out of sight
  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return;
    const observer = new ResizeObserver(() => {
      if (following.current) el.scrollTop = el.scrollHeight;
    });
    observer.observe(el);
    return () => observer.disconnect();
  }, []);

  const lastOfTeam = messages.filter((m) => m.author.kind === 'agent' && m.parts.some((p) => p.type === 'text')).at(-1);

  const show = (entry: Entry) => {
    if (entry.kind === 'day') {
      return (
        <li key={entry.key} class="day">
          <span>{dayLabel(entry.at, now)}</span>
        </li>
      );
    }
    if (entry.kind === 'quiet') {
      return (
        <li key={entry.key} class="quiet">
          <bdi>{entry.text}</bdi> <Clock at={entry.at} />
        </li>
      );
    }
    if (entry.kind === 'note') return <Note key={entry.key} note={entry.note} />;
    return (
      <Group
        key={entry.key}
        conversation={thread.id}
        author={entry.author}
        visitor={visitor}
        bubbles={entry.bubbles}
        last={lastOfTeam?.id}
        readTo={readTo}
      />
    );
  };

  return (
    <div class="transcript-place">
      <div
        class="transcript"
        ref={box}
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={strings.thread.transcript}
        onScroll={({ currentTarget: el }) => {
          following.current = el.scrollHeight - el.scrollTop - el.clientHeight < NEAR;
          if (following.current) setBehind(false);
        }}
      >
        {(messages[0]?.seq ?? 1) > 1 && <p class="quiet">{strings.thread.truncated}</p>}
        <ol class="entries">{entries.map(show)}</ol>
        <Typing conversation={thread.id} visitor={visitor} />
      </div>
      {isBehind && (
        <button type="button" class="pill" onClick={toEnd}>
          <Icon name="down" />
          {strings.thread.newMessages}
        </button>
      )}
    </div>
  );
}
