import { useDesk } from '../context.js';
import { agoLabel, exactLabel, timeLabel } from '../format.js';
import { useValue } from '../use-value.js';

/** How long ago, kept up to date; the exact moment on hover. */
export function Ago({ at }: { at: number }) {
  const now = useValue(useDesk().state.now);
  return (
    <time dateTime={new Date(at).toISOString()} title={exactLabel(at)}>
      {agoLabel(at, now)}
    </time>
  );
}

export function Clock({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={exactLabel(at)}>
      {timeLabel(at)}
    </time>
  );
}
