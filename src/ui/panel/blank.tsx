import type { Translate } from '../../i18n/translate.js';

/** In place of a screen whose code is not here: nothing while it comes, else a way to try again. */
export const Blank = ({ t, hasFailed, retry }: { t: Translate; hasFailed: boolean; retry: () => void }) => (
  <section class="scroll blank">
    {hasFailed && (
      <>
        <p>{t('loadFailed')}</p>
        <button type="button" class="card" onClick={retry}>
          {t('retry')}
        </button>
      </>
    )}
  </section>
);
