import { SobaniError } from '../core/errors.js';
import type { Agent, DeskAnswers, DeskAsk, DeskServerFrame } from '../wire/desk.js';
import type { DeskUser } from './desk.js';
import { toDeskCard, toEarlier } from './desk-view.js';
import type { Enrichment } from './enrich.js';
import { notFound } from './rules.js';
import type { ConversationRow, Store } from './store.js';

interface Services {
  store: Store;
  users: ReadonlySet<DeskUser>;
  enrichment: Enrichment;
  inOrder(task: () => Promise<void>): void;
}

export type PersonAsk = Extract<DeskAsk, { t: 'timeline' | 'earlier' | 'remark' | 'unremark' | 'enrich' }>;

const PAGE = 50;

/** What agents ask and are told of the persons whose conversations they look at. */
export function createDeskPeople({ store, users, enrichment, inOrder }: Services) {
  const looks = ({ loaded }: DeskUser, person: string) => [...loaded.values()].includes(person);

  /** To whoever looks at the person. */
  function tell(person: string, frame: DeskServerFrame): void {
    for (const user of users) if (looks(user, person)) user.connection.send(frame);
  }

  async function tellCard(row: ConversationRow): Promise<void> {
    const viewers = [...users].filter((user) => user.loaded.has(row.id));
    const card = viewers.length ? await store.card(row) : null;
    if (!card) return;
    const shown = toDeskCard(card, enrichment.now(row.person));
    for (const { connection } of viewers) connection.send({ t: 'card', conversation: row.id, card: shown });
  }

  async function tellCards(person: string): Promise<void> {
    const ids = new Set(
      [...users].flatMap(({ loaded }) => [...loaded].flatMap(([id, of]) => (of === person ? id : []))),
    );
    for (const id of ids) {
      const row = await store.conversation(id);
      if (row) await tellCard(row);
    }
  }

  /** The conversation is another person's now. */
  async function moved(row: ConversationRow): Promise<void> {
    for (const { loaded } of users) if (loaded.has(row.id)) loaded.set(row.id, row.person);
    const person = await store.person(row.person);
    if (person && [...users].some((user) => looks(user, row.person))) enrichment.ask(person);
    await tellCards(row.person);
    tell(row.person, { t: 'rewritten', person: row.person });
  }

  async function ask(agent: Agent, frame: PersonAsk): Promise<DeskAnswers[PersonAsk['t']]> {
    const row = await store.conversation(frame.conversation);
    if (!row) throw notFound();
    const { person } = row;
    switch (frame.t) {
      case 'timeline':
        return store.timeline(person, { before: frame.before, kinds: frame.kinds ?? null, limit: PAGE });
      case 'earlier': {
        const { earlier, hasEarlier } = await store.earlier(row, frame.before);
        return { earlier: earlier.map(toEarlier), hasEarlier };
      }
      case 'remark': {
        const isKept = await store.remark(person, { id: frame.id, by: agent, text: frame.text });
        if (!isKept) throw new SobaniError('too-large', 'there are too many notes about this person', { path: 'id' });
        break;
      }
      case 'unremark':
        await store.unremark(person, frame.id);
        break;
      case 'enrich': {
        const who = await store.person(person);
        if (who) enrichment.ask(who, true);
      }
    }
    inOrder(() => tellCards(person));
    return null;
  }

  return { tell, tellCard, tellCards, moved, ask };
}
