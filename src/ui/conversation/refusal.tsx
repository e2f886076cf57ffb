import { toSobaniError } from '../../core/errors.js';
import { usePanel } from '../panel/use-panel.js';
import { goOn } from './go-on.js';
import { isOverFor, refusalWords } from './reasons.js';

/** How many characters before the limit it is spoken of. */
const NEAR = 500;

interface Props {
  /** The conversation that is written to. */
  id: string;
  /** What `send` rejected with, else nothing. */
  error: unknown;
  /** Characters before the limit. */
  left: number;
}

/** Above the composer: why the words are still in it and what to do, and how much room is left. */
export function Refusal({ id, error, left }: Props) {
  const panel = usePanel();
  const { t } = panel;
  const refused = error ? toSobaniError(error) : undefined;
  const count = left < NEAR && t(left < 0 ? 'over' : 'left', { n: Math.abs(left) });
  return (
    <div class="refusal small">
      {/* always there, so that what comes into it is spoken */}
      <p role="alert" class="error">
        {refused ? refusalWords(t, refused) : left < 0 && t('too-large')}
      </p>
      {count && <p class={left < 0 ? 'error' : ''}>{count}</p>}
      {refused && isOverFor(refused.code) && (
        <button type="button" onClick={() => void goOn(panel, id)}>
          {t('startNew')}
        </button>
      )}
    </div>
  );
}
