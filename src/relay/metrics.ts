import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Counter, createExposition, type Histogram } from './exposition.js';
import type { Commit } from './group-commit.js';

/** What the relay counts of itself. Counts and times only: no id, no address, no word of anybody is in them. */
export interface Metrics {
  /** Frames that came in on visitors' and agents' connections. */
  frames: Counter;
  /** Messages that are on disk, by the kind of their author. */
  stored: Counter;
  /** From the moment a message was taken to its receipt, seconds. */
  ack: Histogram;
  /** Asks, notices and connections that were refused, by code. */
  refused: Counter;
  /** Messages that were told in replays. */
  replayed: Counter;
  commit(commit: Commit): void;
  /** Names what is read at the moment of asking. */
  watch(sources: Sources): void;
  /** All of it in the text format of Prometheus. */
  text(): string;
  stop(): void;
}

interface Sources {
  /** Open TCP connections, whatever they are for. */
  sockets(): number;
  visitors(): number;
  agents(): number;
  /** Writes that wait for the next commit. */
  queue(): number;
  /** Bytes of the database file. */
  database(): number;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SIZES = [1, 2, 5, 10, 25, 50, 100, 250, 1_000];

export function createMetrics(): Metrics {
  const all = createExposition();
  const delay = monitorEventLoopDelay();
  delay.enable();
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  all.gauge('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss());
  all.gauge('nodejs_heap_size_used_bytes', 'Heap in use', () => process.memoryUsage().heapUsed);
  all.total('process_cpu_seconds_total', 'Time on a processor', cpu);
  all.gauge(
    'nodejs_eventloop_lag_p99_seconds',
    '99th percentile of the event loop delay since the last reading',
    () => {
      const lag = delay.percentile(99) / 1e9;
      delay.reset();
      return lag;
    },
  );
  const writes = all.histogram('sobani_commit_writes', 'Writes that shared one commit', SIZES);
  const seconds = all.histogram('sobani_commit_seconds', 'Time of one commit with its flush to disk', SECONDS);
  const failures = all.counter('sobani_commit_failures_total', 'Commits that failed');
  return {
    frames: all.counter('sobani_frames_total', 'Frames received'),
    stored: all.counter('sobani_messages_stored_total', 'Messages on disk, by kind of author', 'author'),
    ack: all.histogram('sobani_ack_seconds', 'From taking a message of a visitor to its receipt', SECONDS),
    refused: all.counter('sobani_refusals_total', 'What was refused, by code', 'code'),
    replayed: all.counter('sobani_replayed_messages_total', 'Messages told in replays'),
    commit(commit) {
      writes.observe(commit.writes);
      seconds.observe(commit.seconds);
      if (commit.hasFailed) failures.add();
    },
    watch(sources) {
      all.gauge('sobani_sockets', 'Open TCP connections', sources.sockets);
      all.gauge('sobani_visitor_connections', 'Connections of admitted visitors', sources.visitors);
      all.gauge('sobani_agent_connections', 'Connections of signed-in agents', sources.agents);
      all.gauge('sobani_commit_queue', 'Writes that wait for the next commit', sources.queue);
      all.gauge('sobani_database_bytes', 'Size of the database', sources.database);
    },
    text: all.text,
    stop: () => delay.disable(),
  };
}
