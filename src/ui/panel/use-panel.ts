import { useContext } from 'preact/hooks';
import { type Panel, PanelContext } from './context.js';

/** What the panel gives to every screen. */
export const usePanel = (): Panel => useContext(PanelContext);
