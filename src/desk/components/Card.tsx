import type { DeskConversation } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import type { DeskSnapshot } from '../parse.js';
import type { Thread } from '../state.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { CardDetails } from './CardDetails.js';
import { CardEarlier } from './CardEarlier.js';
import { CardEnriched } from './CardEnriched.js';
import { CardHandoff } from './CardHandoff.js';
import { CardNotes } from './CardNotes.js';
import { CardPage } from './CardPage.js';
import { CardPerson } from './CardPerson.js';
import { CardRatings } from './CardRatings.js';
import { CardShop } from './CardShop.js';
import { CardSituation } from './CardSituation.js';
import { CardTabs } from './CardTabs.js';
import { CardTimeline } from './CardTimeline.js';
import { CardVisit } from './CardVisit.js';
import { Icon } from './Icon.js';
import { Section } from './Section.js';

interface Props {
  thread: Thread;
  conversation: DeskConversation | null;
}

/** Who the customer is and what their situation is. */
export function Card({ thread, conversation }: Props) {
  const desk = useDesk();
  const isOpen = useValue(desk.state.cardOpen);
  const apps = useValue(desk.state.apps);
  const tab = useValue(desk.state.cardTab);
  const { card } = thread;
  const text = strings.card;
  const snapshot = card?.snapshot;
  const online = conversation?.online ?? false;
  const close = () => {
    desk.state.cardOpen.value = false;
  };
  return (
    <aside
      id="customer-card"
      class={`card${isOpen ? ' is-open' : ''}`}
      aria-label={text.label}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <button type="button" class="icon-button card-close" aria-label={strings.actions.closeCard} onClick={close}>
        <Icon name="close" />
      </button>
      {!card && <p class="late">{text.loading}</p>}
      {card && (
        <>
          <CardPerson card={card} online={online} />
          <CardTabs tab={tab} unseen={thread.history.unseen} onPick={desk.showCard} />
        </>
      )}
      {card && tab === 'timeline' && (
        <div role="tabpanel" id="card-panel" aria-labelledby="card-tab-timeline">
          <CardTimeline key={thread.id} thread={thread} />
        </div>
      )}
      {card && tab === 'details' && (
        <div role="tabpanel" id="card-panel" aria-labelledby="card-tab-details">
          <CardNotes key={card.person.id} card={card} conversation={thread.id} />
          <CardEnriched enriched={card.enriched} conversation={thread.id} />
          {conversation && <CardHandoff conversation={conversation} summary={card.summary} showApp={apps > 1} />}
          {snapshot ? (
            <>
              <CardPage snapshot={snapshot} at={card.snapshotAt} online={online} />
              <CardShop snapshot={snapshot} />
            </>
          ) : (
            <Section title={text.page}>
              <p class="faint">{text.noSnapshot}</p>
            </Section>
          )}
          <CardRatings card={card} thread={thread.id} />
          <CardDetails card={card} />
          {snapshot && <CardSituation snapshot={snapshot as DeskSnapshot} />}
          {snapshot && <CardVisit snapshot={snapshot} />}
          <CardEarlier card={card} thread={thread.id} />
        </div>
      )}
    </aside>
  );
}
