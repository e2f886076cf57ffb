/**
 * What follows the first screen, as one download: conversations, and what only a phone needs. It is fetched as soon as
 * the composer can be used. Not two, since the bundler would take what both share out of the panel's file into a third.
 */
import { enHome } from '../../i18n/en-home.js';
import { enScreens } from '../../i18n/en-screens.js';
import { addEnglish } from '../../i18n/translate.js';
import { styleSheet } from '../../theme/adopt.js';
import conversationCss from '../conversation/conversation.css?inline';
import type { PanelHost } from '../host.js';
import { attachLinks } from './links.js';
import { attachPhone } from './phone.js';
import { attachPlace } from './place.js';
import restCss from './rest.css?inline';

export { Announcer } from '../conversation/announcer.js';
export { ConversationCards } from '../conversation/conversation-cards.js';
export { Ended } from '../conversation/ended.js';
export { Refusal } from '../conversation/refusal.js';
export { Replying } from '../conversation/replying.js';
export { Title } from '../conversation/title.js';
export { Transcript } from '../conversation/transcript.js';
export { HelpScreen, HomeHelp } from '../help/help.js';
export { HomeCards } from '../home/extras.js';
export { SettingsLink } from '../settings/link.js';
export { ShareLink } from '../share/link.js';
export { Attach, Tools } from './attach.js';
export { Notice } from './notice.js';

addEnglish(enScreens);
addEnglish(enHome);

export const sheet = styleSheet(restCss + conversationCss);

/** What the panel does from then on. Returns the undo. */
export function attachPanel(panel: HTMLElement, host: PanelHost): () => void {
  const undo = [attachPhone(panel, host), attachPlace(panel), attachLinks(panel, host.actions.link)];
  return () => {
    for (const undoOne of undo) undoOne();
  };
}

export type Screens = typeof import('./screens.js');
