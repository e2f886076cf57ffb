import { takeJourneys } from '../support/journeys.js';

takeJourneys('webkit');
