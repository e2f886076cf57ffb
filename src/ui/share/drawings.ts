/** What `Icon` draws here. Two of them are the transcript's, and said again: to be had from there is dearer. */
export const CHECK = 'm5 12.5 4.5 4.5L19 7';
export const DOWN = 'm6 9 6 6 6-6';
export const LOCK = 'M8 11V8a4 4 0 0 1 8 0v3m-10 0h12v9H6Z';
export const TRAY = 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14';
export const BIN = 'M5 7h14M9 7V4h6v3m3 0-1 13H7L6 7m4 4v5m4-5v5';
