/** Tells when nothing was done for as long as some trigger says, while the panel is open. */
import type { FlowFile } from './format.js';
import type { FlowHost } from './ports.js';

export interface Idle {
  /** Something was done: it is counted anew. */
  acted(): void;
  stop(): void;
}

export function createIdle(
  host: FlowHost,
  flows: () => Promise<FlowFile | undefined>,
  onIdle: (seconds: number) => void,
): Idle {
  let timers: (() => void)[] = [];
  let isOpen = false;
  const clear = () => {
    for (const undo of timers) undo();
    timers = [];
  };
  const begin = (file: FlowFile | undefined) => {
    if (!file || !isOpen || timers.length) return;
    const waits = new Set(file.flows.flatMap(({ trigger }) => (trigger.on === 'idle' && trigger.seconds) || []));
    timers = [...waits].map((seconds) => host.timer(() => onIdle(seconds), seconds * 1000));
  };
  const acted = () => {
    clear();
    // a file that cannot be used is reported where it is
    if (isOpen) flows().then(begin, () => {});
  };
  const unwatch = host.onPanel((open) => {
    isOpen = open;
    acted();
  });
  return {
    acted,
    stop() {
      unwatch();
      isOpen = false;
      clear();
    },
  };
}
