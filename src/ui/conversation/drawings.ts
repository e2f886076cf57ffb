/** What `Icon` draws in a transcript. */
export const DOWN = 'm6 9 6 6 6-6';
export const PAGE = 'M7 3h7l4 4v14H6V3Zm2 8h6m-6 4h6';
export const CHECK = 'm5 12.5 4.5 4.5L19 7';
export const CHECKS = 'm2 12.5 4.5 4.5L16 7m-4 9.5.5.5L22 7';
export const CLOCK = 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z';
export const ALERT = 'M12 7.5v5.5m0 3v.5m9-4.5a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z';
