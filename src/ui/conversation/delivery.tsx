import type { Message } from '../../types.js';
import { Icon } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { CHECK, CHECKS, CLOCK } from './drawings.js';
import { isAway, useStanding } from './use-standing.js';

/** Under an own message: when it was written, and where it stands, in words and a picture. */
export function Delivery({ message: { state: stands }, time }: { message: Message; time: string }) {
  const { state, t } = usePanel();
  const away = isAway(useStanding());
  const isDurable = useValue(state.durable);
  const drawn = (): [icon: string, words: string] | undefined => {
    switch (stands) {
      case 'queued':
      case 'volatile':
      case 'sending': {
        // what left when the connection broke is told from what never did by nobody here
        const isKept = stands === 'queued' || (stands === 'sending' && (isDurable || !away));
        return [CLOCK, t(isKept ? (away ? 'saved' : stands) : 'notSaved')];
      }
      case 'sent':
        return [CHECK, t(stands)];
      case 'delivered':
      case 'read':
        return [CHECKS, t(stands)];
      default:
        return undefined;
    }
  };
  const [icon, words] = drawn() ?? [];
  // another element for other words: the line ends where it ended, and the time before them would be seen to move
  return (
    <div key={words} class="meta small">
      <bdi>{time}</bdi>
      {icon && <State icon={icon} words={words!} />}
    </div>
  );
}

export const State = ({ icon, words }: { icon: string; words: string }) => (
  <span class="state">
    <Icon d={icon} />
    {words}
  </span>
);
