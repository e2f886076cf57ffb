export function dataOf(locale: string): string;
