import type { DeskCard } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import { languageLabel, localTimeLabel, personName } from '../format.js';
import type { DeskSnapshot } from '../parse.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Avatar } from './Avatar.js';
import { Hint } from './Hint.js';
import { Icon } from './Icon.js';

/** Who it is, and how sure that is. */
export function CardPerson({ card: { person, snapshot }, online }: { card: DeskCard; online: boolean }) {
  const now = useValue(useDesk().state.now);
  const { device, segments = [] } = (snapshot ?? {}) as Partial<DeskSnapshot>;
  const zone = device?.timeZone;
  return (
    <div class="card-person">
      <Avatar id={person.id} name={person.name} online={online} />
      <div>
        <p class="card-name">
          <bdi>{personName(person)}</bdi>
        </p>
        {person.verified ? (
          <Hint text={strings.person.verifiedWhy}>
            <span class="mark verified">
              <Icon name="verified" />
              {strings.person.verified}
            </span>
          </Hint>
        ) : (
          <Hint text={strings.person.notVerifiedWhy}>
            <span class="mark">
              <Icon name="question" />
              {strings.person.notVerified}
            </span>
          </Hint>
        )}
        {snapshot && (
          <ul class="card-where">
            <li>{languageLabel(snapshot.locale)}</li>
            {zone && <li title={zone}>{strings.card.localTime(localTimeLabel(zone, now))}</li>}
          </ul>
        )}
        {segments.length > 0 && (
          <ul class="tags card-segments" aria-label={strings.card.segments}>
            {segments.map((name) => (
              <li key={name} class={`tag ${name === 'at-risk' ? 'urgent' : ''}`}>
                {strings.card.segment(name)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
