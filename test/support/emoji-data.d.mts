/** The languages whose words the picker has, but for Arabic, whose source is not installed. */
export const LOCALES: string[];
export function dataOf(locale: string): string;
