/**
 * Surveys: as a part of a conversation, and as a card that stands alone. A download of its own, which needs nothing of the
 * panel's screens.
 */
export { sheet } from './sheet.js';
export { showSurveyCard } from './survey-card.js';
export { Survey } from './survey-form.js';
