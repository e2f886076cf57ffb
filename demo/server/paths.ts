import { fileURLToPath } from 'node:url';

/** The project's folder: two above this file, and two above the built `dist/demo/start.js`. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
