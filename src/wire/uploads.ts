/** Files, over plain requests beside the socket. In words: docs/protocol.md. */

/** Below the relay's URL. `PUT` to this and the upload's id takes a file. */
export const UPLOAD_PATH = '/v1/uploads/';
/** `GET` under this, with a signature, gives one back. */
export const FILE_PATH = '/v1/files/';

/** The app, and the file's name with `encodeURIComponent`. The session's secret is the bearer token. */
export const APP_HEADER = 'sobani-app';
export const NAME_HEADER = 'sobani-name';
