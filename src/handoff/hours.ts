import type { OfficeHours } from '../core/office-hours.js';
import type { Options } from '../core/options.js';
import { parseOfficeHours } from '../core/parse-office-hours.js';

/**
 * The office hours that the option `hours` names: itself, or what is in the file at its URL. Null where the host has none.
 * @throws SobaniError `invalid` with the path of what is wrong in it, `unavailable` where the file cannot be had
 */
export async function officeHours(
  { hours }: Pick<Options, 'hours'>,
  fetchJson: (url: string) => Promise<unknown>,
): Promise<OfficeHours | null> {
  if (!hours) return null;
  return parseOfficeHours(typeof hours === 'string' ? await fetchJson(hours) : hours);
}
