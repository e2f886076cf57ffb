/** Times, milliseconds. Imported as a namespace, `TIMES`, so that a page carries only those it uses. */
export const ack = 10_000;
export const connect = 10_000;
export const token = 10_000;
export const ping = 25_000;
export const pong = 10_000;
/** After it messages go on without the readers of parts that few of them have. Less than `ack`, which runs meanwhile. */
export const readers = 5_000;
export const backoffFirst = 500;
export const backoffCap = 20_000;
/** Connected time after which a message that will not go ends as failed. */
export const giveUp = 5 * 60_000;
/** At most one typing notice a visitor in this time. */
export const typing = 3_000;
/** Between two snapshots that follow a change, of which a relay takes twenty a minute. */
export const context = 3_500;
/** After it words go to a person without what is known of the situation. */
export const situation = 3_000;
/** A typing notice is shown this long. */
export const typingShown = 6_000;
/** After it a disk that does not open is done without; the next write tries again. */
export const openDisk = 3_000;
/** The same for one that was opened: another tab may hang in the middle of a transaction. */
export const disk = 5_000;
/** A tab that does not hold the connection asks this often whether one does. */
export const beat = 2_000;
/** Silence of the tab that holds it, after which another one takes it: it is frozen. */
export const steal = 10_000;
/** The same where there are no locks, and silence may mean that there is no such tab. */
export const claim = 1_000;
/** Without a page, after which the next one is another visit. */
export const visit = 30 * 60_000;
/** For the first piece of a matcher's answer, and for each further one. */
export const matcherPiece = 10_000;
/** For all of it. */
export const matcher = 60_000;
/** After it words are answered without the answer model, which is still being fetched or trained. */
export const answers = 10_000;
