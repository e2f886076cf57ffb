/** A journey: what people do with the messenger, written once and taken in each browser. */
import type { Backend } from './demo.js';
import type { Person } from './person.js';

export interface Stage {
  demo: Backend;
  /** Somebody who was never here, in an empty tab. */
  person: Person;
  /** The same person in one more tab. */
  another(): Promise<Person>;
}

export interface Journey {
  title: string;
  take(stage: Stage): Promise<void>;
}

export const journey = (title: string, take: Journey['take']): Journey => ({ title, take });
