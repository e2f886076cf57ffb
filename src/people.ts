/** Part of the composition root: who is here, and how they come and go. */
import type { Turn, Turns } from './context/turns.js';
import { identify, logout, overtaken } from './core/identity.js';
import { isNobody, LEAVING, writeMarker } from './core/marker.js';
import type { Engine } from './engine.js';
import type { Parts } from './messenger.js';
import type { Message, Messenger } from './types.js';

interface Comings {
  turns: Turns;
  /** Whoever was here has gone, by this turn or in another tab. */
  gone(unsent: Message[], cause?: Turn): void;
  /** What was set in these turns is over. */
  forget(isOver: (turn: Turn) => boolean): void;
}

export function joinPeople(
  { options, onError }: Parts,
  { accounts, storage, vault, ready, act, acted }: Engine,
  { turns, gone, forget }: Comings,
): Pick<Messenger, 'identify' | 'logout' | 'forget'> {
  /** Somebody has acted in another tab since this page was loaded, or since it let go of whoever was here. */
  const join = async () => {
    await ready;
    if (!isNobody(options)) await act();
  };
  /** A `logout` that was called is under way; who is named after it waits for that. */
  let departing: Promise<unknown> | undefined;
  const depart = async () => {
    const turn = turns.logout();
    await join().catch(onError);
    await accounts.leaving;
    // an act under way ends first, so that what it opens goes with them
    let own: typeof acted.made;
    while (own !== acted.made) {
      own = acted.made;
      await own?.catch(() => {});
    }
    const isShared = accounts.shared !== undefined;
    // tabs that store nothing are told by the marker all the same
    if (!isShared) writeMarker(options, { epoch: LEAVING, tickets: [] });
    const leaving = logout(accounts, (unsent) => gone(unsent, turn));
    accounts.leaving = leaving
      .then(async ({ erased, revoked }) => {
        const isErased = await erased;
        if (!isShared) writeMarker(options, null);
        accounts.shared?.leave();
        accounts.shared = undefined;
        // the next visitor's storage is not touched before they act either
        if (isShared && isErased) await (await storage()).removeEmpty().catch(() => {});
        // a disk that hangs is not waited for, and removed once it lets go of what it has
        else if (isShared) void revoked.then(async () => (await storage()).removeLeft());
        await vault.close();
        acted.reset();
      })
      .catch(onError);
    return { leaving };
  };
  const people: ReturnType<typeof joinPeople> = {
    async identify(how) {
      const claim = turns.claim();
      const onUnsent = (unsent: Message[]) => gone(unsent, claim);
      const onNamed = (user: string) => forget(turns.named(claim, user));
      await departing;
      try {
        if (!turns.isAwaited) throw overtaken();
        for (;;) {
          // what was written in another tab goes along
          await join();
          accounts.again = false;
          try {
            return await identify(accounts, how, onUnsent, onNamed);
          } catch (error) {
            if (!accounts.again) throw error;
          }
        }
      } finally {
        turns.settled(claim);
      }
    },
    async logout() {
      const begun = depart();
      departing = begun.catch(() => {});
      const { leaving } = await begun;
      await accounts.leaving;
      const { unsent, revoked } = await leaving;
      return { unsent, revoked: await revoked };
    },
    async forget() {
      await ready;
      const { session } = accounts.scope.connection;
      const isErased = (session?.erase?.() ?? Promise.reject()).then(
        () => true,
        () => false,
      );
      const erased = await isErased;
      // then the session is over, too
      if (erased) accounts.scope.secret = null;
      await people.logout();
      await (await storage()).remove();
      // not even a ticket
      writeMarker(options, null);
      return { erased };
    },
  };
  return people;
}
