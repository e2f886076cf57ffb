/**
 * Whose is what the host sets: of whoever the last call of `identify` or `logout` before it has named. A host may tell of
 * the next person while the one before is still leaving, and neither may get what is the other's.
 */

/** One call that names somebody. */
export interface Turn {
  readonly at: number;
  /** Namespace of the user, null until it is known. Undefined for nobody in particular, who may yet become known. */
  user: string | null | undefined;
}

type IsOver = (turn: Turn) => boolean;

export interface Turns {
  /** The last one: what is set now is theirs. */
  readonly now: Turn;
  /** Nobody in particular is here from now on. */
  logout(): Turn;
  /** Somebody is to come. */
  claim(): Turn;
  /** Somebody is still to come. */
  readonly isAwaited: boolean;
  /** Who it is is known. Answers what is over with that: what was set for others, who were to come as well. */
  named(claim: Turn, user: string): IsOver;
  /** They have come, or will not. */
  settled(claim: Turn): void;
  /** Whoever was here has gone, by this turn or in another tab. Answers what is over with that. */
  gone(cause?: Turn): IsOver;
}

export function createTurns(): Turns {
  let now: Turn = { at: 0, user: undefined };
  /** The last one of those who are still to come. */
  let next: Turn | undefined;
  const begin = (user: null | undefined) => (now = { at: now.at + 1, user });

  return {
    get now() {
      return now;
    },
    logout() {
      next = undefined;
      return begin(undefined);
    },
    claim: () => (next = begin(null)),
    get isAwaited() {
      return next !== undefined;
    },
    named(claim, user) {
      claim.user = user;
      if (!next || next === claim) {
        return (turn) => turn.at < claim.at && turn.user !== undefined && turn.user !== user;
      }
      // it was overtaken
      const { user: coming } = next;
      return (turn) => turn === claim && coming !== null && coming !== user;
    },
    settled(claim) {
      claim.user ??= undefined;
      if (next === claim) next = undefined;
    },
    gone:
      (cause = next) =>
      (turn) =>
        !cause || (turn.at < cause.at && (cause.user == null || turn.user !== cause.user)),
  };
}
