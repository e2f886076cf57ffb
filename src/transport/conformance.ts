/**
 * The contract of a transport as named cases, for any test runner. How to run them: docs/transports.md.
 * Each case makes its own conversations and visitors, so that one back end serves them all, in any order or at once.
 */
import { abilityCases } from './conformance/abilities.js';
import type { ConformanceCase } from './conformance/kit.js';
import { receivingCases } from './conformance/receiving.js';
import { sendingCases } from './conformance/sending.js';
import { sessionCases } from './conformance/sessions.js';
import { uploadCases } from './conformance/uploads.js';

export type { ConformanceCase, Harness, HarnessAgent, Outcome } from './conformance/kit.js';

export const conformanceCases: readonly ConformanceCase[] = [
  ...sessionCases,
  ...sendingCases,
  ...receivingCases,
  ...abilityCases,
  ...uploadCases,
];
