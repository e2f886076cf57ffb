import type { DeskCard } from '../../wire/desk.js';
import { personName } from '../format.js';
import { strings } from '../strings.js';
import { Avatar } from './Avatar.js';
import { Hint } from './Hint.js';
import { Icon } from './Icon.js';

/** Who it is, and how sure that is. */
export function CardPerson({ person, online }: { person: DeskCard['person']; online: boolean }) {
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
      </div>
    </div>
  );
}
