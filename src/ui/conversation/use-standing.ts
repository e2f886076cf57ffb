import { useRef } from 'preact/hooks';
import type { Status } from '../../types.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';

/** Nothing leaves. */
export const isAway = (status: Status): status is 'offline' | 'paused' | 'unavailable' =>
  status === 'offline' || status === 'paused' || status === 'unavailable';

/** How things stand with the back end. That it is tried again is no news: until it succeeds, what was before goes on. */
export function useStanding(): Status {
  const { state } = usePanel();
  const status = useValue(state.status);
  const standing = useRef(status);
  if (status !== 'connecting' || !isAway(standing.current)) standing.current = status;
  return standing.current;
}
