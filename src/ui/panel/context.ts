import { createContext } from 'preact';
import type { Signal } from '../../core/signal.js';
import type { Translate } from '../../i18n/translate.js';
import type { Message } from '../../types.js';
import type { PanelHost } from '../host.js';

/** What every screen is given. */
export interface Panel extends PanelHost {
  t: Translate;
  /** How far each screen was scrolled when it was left. */
  scrolls: Map<string, number>;
  /** The message that is being answered, by conversation. */
  replies: Signal<ReadonlyMap<string, Message>>;
}

export const PanelContext = createContext<Panel>(null as never);
