import { useLater } from '../kit/use-later.js';
import { usePanel } from '../panel/use-panel.js';

/** What only some hosts have on home: cards of their own; and the ways to reach the team, where nobody can be written to. */
export function HomeCards() {
  const panel = usePanel();
  const it = useLater(() => import('./home-cards.js'));
  return it ? <it.Extras panel={panel} /> : null;
}
