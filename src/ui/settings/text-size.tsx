import type { Translate } from '../../i18n/translate.js';

/** Percent. */
const SIZES = [80, 90, 100, 110, 125, 150, 175, 200];

interface Props {
  t: Translate;
  size: number;
  set: (size: number) => void;
}

/** Steps up and down. Both buttons stay where they are, so that one can be pressed again and again. */
export function TextSize({ t, size, set }: Props) {
  const smaller = SIZES.filter((one) => one < size).at(-1);
  const larger = SIZES.find((one) => one > size);
  const step = (to: number | undefined, label: string, sign: string) => (
    // not disabled, which would take the focus away
    <button
      type="button"
      aria-label={label}
      aria-disabled={to === undefined}
      onClick={() => to !== undefined && set(to)}
    >
      {sign}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every browser
    <div class="row" role="group" aria-label={t('textSize')}>
      <strong>{t('textSize')}</strong>
      <span class="steps">
        {step(smaller, t('smaller'), '−')}
        <output>{t('percent', { n: size })}</output>
        {step(larger, t('larger'), '+')}
      </span>
    </div>
  );
}
