import { createContext } from 'preact';
import type { Translate } from '../../i18n/translate.js';
import type { PanelHost } from '../host.js';

/** What every screen is given. */
export interface Panel extends PanelHost {
  t: Translate;
  /** How far each screen was scrolled when it was left. */
  scrolls: Map<string, number>;
}

export const PanelContext = createContext<Panel>(null as never);
