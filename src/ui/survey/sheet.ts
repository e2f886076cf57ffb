import { styleSheet } from '../../theme/adopt.js';
import css from './survey.css?inline';

/** Whoever draws a survey adopts it. */
export const sheet = styleSheet(css);
