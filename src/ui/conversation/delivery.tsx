import type { Message } from '../../types.js';
import { Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { CHECK, CHECKS, CLOCK } from './drawings.js';
import { isAway, useStanding } from './use-standing.js';

/** Where an own message stands, in words and a picture. */
export function Delivery({ message: { state: stands } }: { message: Message }) {
  const { state, t } = usePanel();
  const away = isAway(useStanding());
  const isDurable = useValue(state.durable);
  switch (stands) {
    case 'queued':
    case 'volatile':
    case 'sending': {
      // what left when the connection broke is told from what never did by nobody here
      const isKept = stands === 'queued' || (stands === 'sending' && (isDurable || !away));
      return <State icon={CLOCK} words={t(isKept ? (away ? 'saved' : stands) : 'notSaved')} />;
    }
    case 'sent':
      return <State icon={CHECK} words={t(stands)} />;
    case 'delivered':
    case 'read':
      return <State icon={CHECKS} words={t(stands)} />;
    default:
      return null;
  }
}

export const State = ({ icon, words }: { icon: string; words: string }) => (
  <span class="state">
    <Icon d={icon} />
    {words}
  </span>
);
