/**
 * Limits that every side keeps. Anything over one is an error with a code, never a truncation. Imported as a namespace,
 * `LIMITS`, so that a page carries only those it uses.
 */
/** Message text, UTF-16 units. */
export const text = 10_000;
/** Message text, UTF-8 bytes. */
export const textBytes = 32 * 1024;
/** One frame in either direction, bytes. */
export const frame = 64 * 1024;
/** JSON nesting. */
export const depth = 12;
export const parts = 20;
export const choices = 12;
/** What an answer of a machine names as where it has it from. */
export const sources = 8;
/** Fields of a form, and what may be chosen in one. */
export const formFields = 20;
export const formOptions = 50;
/** Cards of a carousel, and lines of a list, an order or a cart. */
export const cards = 10;
export const lines = 100;
/** One answer to a field, UTF-16 units. */
export const formValue = 1_000;
/** What is written beside a rating, UTF-16 units. */
export const remark = 1_000;
/** The best score of a survey. */
export const score = 10;
/** What goes along with one message, and one of these, bytes; together on the device while they wait. */
export const attachments = 10;
export const attachment = 20 * 1024 * 1024;
export const attachmentsWaiting = 100 * 1024 * 1024;
/** What is taken where nothing else is said; `image/*` stands for all of its kind. */
export const attachmentTypes = ['image/*', 'audio/*', 'application/pdf', 'text/plain', 'text/csv'];
/** A picture, pixels. */
export const pixels = 50_000_000;
/** A URL in a part, UTF-16 units. */
export const url = 2_048;
/** Context snapshot as JSON, bytes. */
export const context = 8 * 1024;
export const contextKeys = 50;
export const contextKey = 64;
export const contextValue = 512;
/** Messages waiting to be sent. */
export const outbox = 200;
/** Their text together, UTF-16 units. */
export const outboxText = 5_000_000;
/** Days after which one that was not sent ends as failed. */
export const outboxDays = 7;
/** Conversations whose messages are kept on the device. */
export const keptConversations = 20;
/** Messages kept of each; older ones come by paging. */
export const keptMessages = 500;
/** Messages in one page of history. */
export const historyPage = 100;
/** Replayed messages a conversation after a reconnect; what is older comes by paging. */
export const replay = 300;
/** Summary that goes along with a hand-off, as JSON, bytes: with the longest message and snapshot it still fits into a frame. */
export const summary = 6 * 1024;
/** Other ways to reach the team. */
export const channels = 10;
export const journey = 30;
/** Parts that one source of the host may have of its own, and what each may be as JSON, bytes. */
export const ownParts = 10;
export const ownPart = 1_024;
