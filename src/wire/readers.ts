/** What is fetched with the first part that few conversations have. Apart from the readers, so that others may share them. */
export { readRichParts } from './rich-parts.js';
