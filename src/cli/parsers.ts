/** The parsers that the messenger reads an author's files with. */
import { parseFlowFile } from '../flows/parse.js';
import { parseRules } from '../proactive/parse.js';
import { parseSurveys } from '../surveys/parse.js';

export const parsers = {
  flows: (json: unknown): unknown => parseFlowFile(json),
  rules(json: unknown): unknown {
    parseSurveys(json);
    return parseRules(json);
  },
};
