import type { Translate } from '../../i18n/translate.js';
import { text } from '../kit/gate.js';
import { Icon } from '../kit/icon.js';
import { FACE, MOUTHS, STAR, THUMB } from './drawings.js';
import { bestOf, labelOf, scoresOf } from './scores.js';
import type { SurveyPart } from './survey-form.js';

interface Props {
  t: Translate;
  part: SurveyPart;
  /** What is chosen. */
  score: number | undefined;
  onPick(score: number): void;
}

let count = 0;
/** Radio buttons of one name are a group, in all of the shadow root. */
const names = new WeakMap<object, string>();
const nameOf = (part: object) => {
  const name = names.get(part) ?? `survey-${++count}`;
  names.set(part, name);
  return name;
};

/** One choice of several, by pointer or arrow keys: the browser's own radio buttons under our drawings. */
export function Scale({ t, part, score, onPick }: Props) {
  const { scale } = part;
  const scores = scoresOf(scale);
  const least = Math.min(...scores);
  const [low, high] = [text(part.low), text(part.high)];
  const isDrawn = scale === 'faces' || scale === 'thumbs';
  const said = isDrawn && score !== undefined && labelOf(t, scale, score);
  return (
    <fieldset>
      <legend>
        <span dir="auto">{text(part.text) || t('howWasIt')}</span>
      </legend>
      <div class={`scores of-${scores.length} ${scale === 'stars' ? 'stars' : ''}`}>
        {scores.map((one) => (
          <label
            key={one}
            class={score === one || (scale === 'stars' && score !== undefined && one < score) ? 'on' : ''}
          >
            <input
              type="radio"
              name={nameOf(part)}
              checked={score === one}
              onChange={() => onPick(one)}
              aria-label={[labelOf(t, scale, one), one === least && low, one === bestOf(scale) && high]
                .filter(Boolean)
                .join(', ')}
            />
            <Sign scale={scale} score={one} />
          </label>
        ))}
      </div>
      {/* for the eye: each button is called so as well */}
      {(said || low || high) && (
        <p class="ends" aria-hidden="true">
          {said ? (
            <span class="said">{said}</span>
          ) : (
            <>
              <span dir="auto">{low}</span>
              <span dir="auto">{high}</span>
            </>
          )}
        </p>
      )}
    </fieldset>
  );
}

function Sign({ scale, score }: { scale: SurveyPart['scale']; score: number }) {
  if (scale === 'faces') return <Icon d={FACE + MOUTHS[score - 1]} />;
  if (scale === 'thumbs') {
    return (
      <span class={score ? '' : 'down'}>
        <Icon d={THUMB} />
      </span>
    );
  }
  if (scale === '0-10' || scale === '1-7') return <span aria-hidden="true">{score}</span>;
  return <Icon d={STAR} />;
}
