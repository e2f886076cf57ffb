import type { JSX } from 'preact';
import { EVENT_NAMES, type Noted } from './events.js';
import { brief } from './json.js';
import { MOST_ENTRIES } from './log.js';
import { Empty, Fold, type Folds, Pill } from './rows.js';
import type { Departure } from './tap.js';
import { clock, short, size } from './words.js';

export interface EventsProps {
  events: readonly Noted[];
  /** Shows only those of this name. */
  only: string;
  isPaused: boolean;
  folds: Folds;
  onOnly(name: string): void;
  onPause(): void;
  onClear(): void;
}

/** What the host could hear. */
export function EventsScreen({ events, only, isPaused, folds, onOnly, onPause, onClear }: EventsProps): JSX.Element {
  const shown = events.filter(({ name }) => !only || name === only);
  return (
    <>
      <div class="tools">
        <label class="grow">
          <span class="quiet">Event</span>
          <select value={only} onChange={({ currentTarget }) => onOnly(currentTarget.value)}>
            <option value="">all</option>
            {EVENT_NAMES.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="button" aria-pressed={isPaused} onClick={onPause}>
          Pause
        </button>
        <button type="button" onClick={onClear}>
          Clear
        </button>
      </div>
      {shown.length ? (
        shown.map(({ n, at, name, detail }) => (
          <Fold key={n} id={`event/${n}`} folds={folds} value={detail}>
            <time>{clock(at)}</time>
            <code class={name === 'error' ? 'name bad' : 'name'}>{name}</code>
            <code class="quiet grow cut">{brief(detail)}</code>
          </Fold>
        ))
      ) : (
        <Empty>
          {events.length ? `No ${only} among them.` : 'Nothing yet. Events show from when the inspector was opened.'}
        </Empty>
      )}
      {events.length >= MOST_ENTRIES && <Empty>The newest {MOST_ENTRIES} are kept.</Empty>}
    </>
  );
}

const Answer = ({ answer }: { answer: string | null }): JSX.Element =>
  answer === null ? (
    <Pill tone="wait">waits</Pill>
  ) : (
    <Pill tone={answer === 'ok' ? 'good' : answer === 'told' ? 'calm' : 'bad'}>{answer}</Pill>
  );

/** What left the page over the transport. */
export function SentScreen({ sent, folds, onClear }: SentProps): JSX.Element {
  return (
    <>
      <div class="tools">
        <span class="grow quiet">Newest first, since the inspector was opened</span>
        <button type="button" onClick={onClear}>
          Clear
        </button>
      </div>
      {sent.length ? (
        sent.map(({ n, at, kind, conversation, bytes, answer, latency, what }) => (
          <Fold key={n} id={`sent/${n}`} folds={folds} value={what}>
            <time>{clock(at)}</time>
            <code class="name">{kind}</code>
            <code class="quiet grow cut" title={conversation}>
              {conversation ? short(conversation) : ''}
            </code>
            <span class="number">{bytes === undefined ? '' : size(bytes)}</span>
            <span class="number">{latency === undefined ? '' : `${latency} ms`}</span>
            <Answer answer={answer} />
          </Fold>
        ))
      ) : (
        <Empty>Nothing has left over the transport yet.</Empty>
      )}
      {sent.length >= MOST_ENTRIES && <Empty>The newest {MOST_ENTRIES} are kept.</Empty>}
    </>
  );
}

interface SentProps {
  sent: readonly Departure[];
  folds: Folds;
  onClear(): void;
}
