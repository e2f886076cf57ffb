/** The languages whose words the picker has. */
export const LOCALES: string[];
export function dataOf(locale: string): string;
