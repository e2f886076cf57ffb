import type { JSX } from 'preact';
import type { Status } from '../types.js';
import { Json } from './json.js';
import type { Report } from './report.js';
import { Empty, Facts, Pill, type Tone } from './rows.js';
import { clock, plural, short } from './words.js';

const granted = (is: boolean) => <Pill tone={is ? 'good' : 'calm'}>{is ? 'granted' : 'not granted'}</Pill>;

/** What the customer allows, and what made it so. It is changed by `consent()`, and not here. */
export function ConsentScreen({ report }: { report: Report }): JSX.Element {
  const { now, changes, signals, isPrivate } = report.consent;
  const followed = now.from ? 'followed now' : 'somebody has answered since';
  return (
    <>
      <Facts
        of={[
          ['necessary', <Pill tone="good">always</Pill>],
          ['functional', granted(now.functional)],
          ['analytics', granted(now.analytics)],
          [
            'signals',
            <>
              {signals ? <code>{signals}</code> : <span class="quiet">the option consentFrom is not set</span>}
              {signals && `, ${followed}`}
              {isPrivate && ', Global Privacy Control is on'}
            </>,
          ],
          ['kept back', now.off?.length ? <code>{now.off.join(', ')}</code> : <span class="quiet">nothing</span>],
        ]}
      />
      <h3>What made it so</h3>
      {changes.map(({ at, by, consent }) => (
        <p class="row" key={at}>
          <time>{clock(at)}</time>
          <span class="grow">{by}</span>
          <code class="quiet cut">
            {consent.functional ? 'functional ' : ''}
            {consent.analytics ? 'analytics ' : ''}
            {consent.off?.length ? `− ${consent.off.join(', ')}` : ''}
            {!consent.functional && !consent.analytics ? 'none' : ''}
          </code>
        </p>
      ))}
    </>
  );
}

/** Of a flow's kept state, as far as it has the shape: it comes from the disk. */
const read = (kept: unknown) => {
  const { state, event, over } = Object(kept) as Record<string, unknown>;
  const { flow, version, at, vars, tags } = Object(state) as Record<string, unknown>;
  return { isRunning: typeof flow === 'string', flow, version, at, vars, tags, event, over };
};

export function FlowScreen({ report }: { report: Report }): JSX.Element {
  const { conversation, status, file, kept } = report.flow;
  const { isRunning, flow, version, at, vars, tags, event, over } = read(kept);
  return (
    <>
      <Facts
        of={[
          ['conversation', <code>{conversation}</code>],
          ['status', <code>{status}</code>],
          ['flows', file ? <code>{file}</code> : <span class="quiet">the option flows is not set</span>],
          ['flow', isRunning ? <code>{`${flow} v${version}`}</code> : <span class="quiet">none under way</span>],
          ['step', isRunning ? <code>{`${at}`}</code> : <span class="quiet">—</span>],
          ['tags', Array.isArray(tags) && tags.length ? <code>{tags.join(', ')}</code> : <span class="quiet">—</span>],
        ]}
      />
      {over === true && <Empty>A person was asked for: no flow speaks here any more.</Empty>}
      {isRunning && <h3>Variables</h3>}
      {isRunning && <Json value={vars} />}
      {event !== undefined && <h3>Event under way</h3>}
      {event !== undefined && <Json value={event} />}
    </>
  );
}

export const TONES: Record<Status, Tone> = {
  idle: 'calm',
  connecting: 'wait',
  online: 'good',
  offline: 'bad',
  paused: 'bad',
  unavailable: 'bad',
  stopped: 'calm',
};
const ROLES: Record<Report['connection']['role'], string> = {
  leads: 'leads: it holds the connection for the others',
  follows: 'follows: another tab holds the connection',
  alone: 'alone: nothing is shared with other tabs',
  unknown: 'not known while there is no connection',
};
const CARRIERS: Record<string, string> = {
  websocket: 'WebSocket',
  stream: 'server-sent events (no WebSocket got through)',
  poll: 'long polling (neither WebSocket nor a stream got through)',
};

export function ConnectionScreen({ report }: { report: Report }): JSX.Element {
  const it = report.connection;
  const failed = it.outbox.filter((item) => item.failed !== undefined).length;
  return (
    <>
      <Facts
        of={[
          ['status', <Pill tone={TONES[it.status]}>{it.status}</Pill>],
          ['transport', <code>{it.transport || '—'}</code>],
          ['carrier', it.carrier ? (CARRIERS[it.carrier] ?? it.carrier) : <span class="quiet">—</span>],
          ['connects', `${plural(it.tried, 'try').replace('trys', 'tries')}, ${it.failed} failed, since it was opened`],
          ['this tab', ROLES[it.role]],
          ['page', `${it.isVisible ? 'visible' : 'hidden'}, browser ${it.isOnline ? 'online' : 'offline'}`],
          [
            'person',
            it.person ? (
              <>
                <code>{it.person.id}</code> {it.person.verified ? 'verified' : 'not verified'}
              </>
            ) : (
              <span class="quiet">nobody yet</span>
            ),
          ],
          ['storage', `${it.storage}, ${it.isStoring ? 'in use' : 'not touched: the visitor has not acted'}`],
          [
            'durable',
            it.isStoring && it.isDurable ? (
              <Pill tone="good">yes</Pill>
            ) : (
              <>
                <Pill tone="bad">no</Pill> what is written lives as long as the page
              </>
            ),
          ],
          ['outbox', `${plural(it.outbox.length, 'message')}${failed ? `, ${failed} failed` : ''}`],
        ]}
      />
      {!it.isWatched && <Empty>This transport’s objects are frozen: what leaves cannot be shown.</Empty>}
      {it.outbox.map(({ id, conversation, at, failed: reason }) => (
        <p class="row" key={id}>
          <time>{clock(at)}</time>
          <code class="grow">{short(id)}</code>
          <code class="quiet">{short(conversation)}</code>
          <Pill tone={reason === undefined ? 'wait' : 'bad'}>{reason ?? 'waits'}</Pill>
        </p>
      ))}
    </>
  );
}
