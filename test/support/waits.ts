/** Set-up of tests that wait with `vi.waitFor`: its own limit of a second is too short for a busy machine. */
import { vi } from 'vitest';

const MOST = 20_000;

const { waitFor, waitUntil } = vi;
/** With a limit for what never comes; a wait ends with what it waits for. */
const patient = <T extends object>(options: number | T | undefined) =>
  typeof options === 'number' ? options : { timeout: MOST, ...options };

vi.waitFor = (callback, options) => waitFor(callback, patient(options));
vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));
