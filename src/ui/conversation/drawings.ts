/** What `Icon` draws in a transcript. */
export const DOWN = 'm6 9 6 6 6-6';
export const PAGE = 'M7 3h7l4 4v14H6V3Zm2 8h6m-6 4h6';
export const CHECK = 'm5 12.5 4.5 4.5L19 7';
export const CHECKS = 'm2 12.5 4.5 4.5L16 7m-4 9.5.5.5L22 7';
export const CLOCK = 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z';
export const REPLY = 'm9 6-5 5 5 5m-5-5h9a7 7 0 0 1 7 7v1';
export const COPY = 'M9 9h10v11H9Zm-3 6H5V4h10v2';
export const SMILE = 'M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.5m6-.5v.5m6 2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z';
export const ALERT = 'M12 7.5v5.5m0 3v.5m9-4.5a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z';
