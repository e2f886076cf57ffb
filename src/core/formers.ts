/**
 * The secrets with which a known user was anonymous here before. A back end that was restored to a time before they signed in
 * knows what they had said by these alone, and is asked with one after the other.
 */
export interface Formers {
  /** The newest first. */
  all: string[];
  /** They stop being anonymous, by this one. */
  add(secret: string): void;
  /** One with which this life of the back end was not asked. */
  next(): string | undefined;
  /** What comes may be another life of it. */
  renew(): void;
}

/** So many are kept: a relay lets nobody sign in more than six times a minute. */
const MOST = 3;

export function createFormers(): Formers {
  let asked: string[] = [];
  const formers: Formers = {
    all: [],
    add(secret) {
      formers.all = [secret, ...formers.all.filter((one) => one !== secret)].slice(0, MOST);
      asked.push(secret);
    },
    next() {
      const next = formers.all.find((one) => !asked.includes(one));
      if (next) asked.push(next);
      return next;
    },
    renew() {
      asked = [];
    },
  };
  return formers;
}
