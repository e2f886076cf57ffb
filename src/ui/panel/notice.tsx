import { useLayoutEffect, useState } from 'preact/hooks';
import { isAway, useStanding } from '../conversation/use-standing.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from './use-panel.js';

/** What stands between the visitor and the team, where messages are meanwhile, and a way to try again. */
export function Notice() {
  const { state, actions, t } = usePanel();
  const status = useValue(state.status);
  const standing = useStanding();
  const isDurable = useValue(state.durable);
  const { storage } = useValue(state.options);
  const hasTalk = !!useValue(state.conversations)[0];
  // whoever asks for it is shown each attempt; the others go unmentioned
  const [isAsked, setAsked] = useState(false);
  useLayoutEffect(() => {
    if (status !== 'connecting') setAsked(false);
  }, [status]);

  const away = isAway(standing);
  const trouble = away || standing === 'connecting' ? standing : '';
  // where the host wants nothing stored, nothing has failed
  const kept = isDurable ? trouble && 'kept' : 'volatile';
  const place = kept && storage === 'none' ? 'keptHere' : kept;
  return (
    <div class={`small ${place ? 'notice' : ''} ${isDurable ? trouble : ''}`}>
      <p role="status">
        {trouble && <strong>{t(trouble === 'offline' && hasTalk ? 'stale' : trouble)}</strong>}
        {place && <span>{t(place)}</span>}
      </p>
      {away && (
        <button
          type="button"
          onClick={() => {
            setAsked(true);
            actions.wake();
          }}
        >
          {t(isAsked && status === 'connecting' ? status : 'retry')}
        </button>
      )}
    </div>
  );
}
