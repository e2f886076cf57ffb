import { SobaniError } from './errors.js';

/** What is at this address, parsed as JSON and not otherwise. @throws SobaniError `unavailable` where it answers badly */
export async function fetchJson(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new SobaniError('unavailable', `${url} answered ${answer.status}.`, { retryable: true });
  return answer.json();
}
