/** The one localStorage key, by which the next page load knows that there may be something to read. Its words: marker.ts. */
import type { Options } from '../types.js';

/** Of the database that holds the rows. */
export const databaseName = (app: string): string => `sobani-${app}`;
export const markKey = (app: string): string => `sobani:${app}`;

/** Empty where there is none. */
export function marked({ app }: Pick<Options, 'app'>): string {
  try {
    return localStorage.getItem(markKey(app)) ?? '';
  } catch {
    return ''; // blocked: then there is nothing to come back to either
  }
}

/**
 * Whether there may be something to read. A browser that is killed may lose the marker, which it writes late, and not the
 * database, which stands only while there are rows in it. Neither is opened by this.
 */
export async function isReturning(options: Options): Promise<boolean> {
  if (marked(options)) return true;
  try {
    return (await indexedDB.databases()).some(({ name }) => name === databaseName(options.app));
  } catch {
    return false;
  }
}

/** What is typed and not sent stands under the same key, in the tab: without a marker it is of somebody who left in another one. */
export function dropDrafts(options: Options): void {
  try {
    if (!marked(options)) sessionStorage.removeItem(markKey(options.app));
  } catch {} // blocked: nothing was kept
}
