import { byKeyboard } from '../support/by-keyboard.js';
import { takeJourneys } from '../support/journeys.js';

// with keys alone; everything else that runs in this browser uses a mouse
takeJourneys('chromium', byKeyboard);
