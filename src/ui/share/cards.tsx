/** What is known, and what the team was told: one card each. */
import type { Translate } from '../../i18n/translate.js';
import type { Provenance, Shared, SharedPart, Teller } from '../../types.js';
import { when } from '../conversation/words.js';
import { number, text } from '../kit/gate.js';
import { Icon } from '../kit/icon.js';
import { CHECK, LOCK } from './drawings.js';
import { fold, shown } from './value.js';
import { named, sourceWords } from './words.js';

/** Who told it, and when; with the name of what was told. */
const teller = (t: Translate, { source, at }: Teller, name?: string) => (
  <small key={name}>
    {name && [<bdi key={name}>{named(t, 'is', name)}</bdi>, ' · ']}
    <bdi>{sourceWords(t, text(source))}</bdi>
    {number(at) > 0 && ' · '}
    {number(at) > 0 && <bdi>{when(t, at)}</bdi>}
  </small>
);

/** Who told it, and when; of traits also each that the site has not told. */
const origin = (t: Translate, part: Teller & { each?: Record<string, Teller> }) => [
  (!part.each || part.source === 'host') && teller(t, part),
  ...Object.entries(Object(part.each) as Record<string, Teller>).map(([name, one]) => teller(t, one, name)),
];

/** One thing that is known, whether it goes along, and the say over it. */
export function partCard(t: Translate, part: SharedPart, hasFailed: boolean, flip: (isOn: boolean) => void) {
  const { category, isShared: isOn, value, why } = part;
  const key = text(part.key);
  const title = text(part.label) || named(t, 'of', key);
  const isFixed = category === 'necessary';
  // a press on the words is one on the switch
  const Head = isFixed ? 'div' : 'label';
  return (
    <li key={key} class={`card told ${isOn ? '' : 'held'}`}>
      <Head class="row">
        <span>
          <strong dir="auto">{title}</strong>
          <small>{t(isFixed ? 'always' : isOn ? 'along' : 'keptBack')}</small>
        </span>
        {isFixed ? (
          <Icon d={LOCK} />
        ) : (
          <button type="button" role="switch" aria-checked={isOn} aria-label={title} onClick={() => flip(!isOn)}>
            <i>
              <Icon d={CHECK} />
            </i>
          </button>
        )}
      </Head>
      {/* always there, so that what comes into it is spoken */}
      <p role="alert" class="error">
        {hasFailed && t('notSwitched')}
      </p>
      {text(why) && (
        <p class="small" dir="auto">
          {text(why)}
        </p>
      )}
      <div class="small">{shown(t, key, value)}</div>
      {origin(t, part)}
    </li>
  );
}

/** What the team was told last, as it was then. */
export function sentCard(t: Translate, sent: Shared['sent']) {
  if (!sent) return <p class="card told small">{t('nothingWent')}</p>;
  const { v: _, about, ...parts } = Object(sent.snapshot) as Record<string, unknown>;
  return (
    <div class="card told">
      <strong>{t('wentAt', { when: when(t, sent.at) })}</strong>
      {fold(
        t('whatWent'),
        <ul class="went">
          {Object.entries(parts).map(([key, value]) => {
            const told = (Object(about) as Record<string, Provenance | undefined>)[key];
            return (
              <li key={key}>
                <strong>{named(t, 'of', key)}</strong>
                <div class="small">{shown(t, key, value)}</div>
                {told && origin(t, told)}
              </li>
            );
          })}
        </ul>,
      )}
    </div>
  );
}
