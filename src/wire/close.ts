/** Close codes of ours, beside those of RFC 6455. Imported as a namespace, so that a page carries only those it uses. */
/** A frame that is no frame, or one before `hello`. */
export const protocol = 4400;
/** Refused or revoked credentials. */
export const auth = 4401;
/** No `hello` within ten seconds. */
export const silent = 4408;
export const rate = 4429;
