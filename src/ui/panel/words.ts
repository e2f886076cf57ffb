import type { Translate } from '../../i18n/translate.js';
import type { Options } from '../../types.js';
import { text } from '../kit/gate.js';

/** The team's name, as the host gave it. */
export const teamName = (t: Translate, options: Options): string => text(options.name) || t('team');
