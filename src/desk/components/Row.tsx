import { bare } from '../../core/bare.js';
import type { DeskConversation } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import { personName } from '../format.js';
import type { ListName } from '../lists.js';
import { strings } from '../strings.js';
import { Avatar } from './Avatar.js';
import { Icon } from './Icon.js';
import { Ago } from './Time.js';

interface Props {
  conversation: DeskConversation;
  list: ListName;
  showApp: boolean;
  isOpen: boolean;
  /** The one row that Tab comes to. */
  tabbable: boolean;
  onFocus(): void;
}

/** More would push the text away; the card shows them all. */
const SHOWN_TAGS = 3;

export function Row({ conversation, list, showApp, isOpen, tabbable, onFocus }: Props) {
  const desk = useDesk();
  const { person, tags, unread, preview, previewBy, priority, online, assignee } = conversation;
  const urgent = priority === 'urgent' && list !== 'resolved';
  const tone = list !== 'resolved' && conversation.tone !== 'plain' && conversation.tone;
  const waitingSince = list === 'resolved' ? null : conversation.waitingSince;
  const from = previewBy === 'agent' ? strings.inbox.team : previewBy === 'bot' ? strings.inbox.bot : '';
  const plain = tags.filter((tag) => !(urgent && tag === 'urgent'));
  return (
    <button
      type="button"
      class={`row${unread ? ' unread' : ''}${isOpen ? ' is-open' : ''}`}
      aria-current={isOpen ? 'true' : undefined}
      tabIndex={tabbable ? 0 : -1}
      onFocus={onFocus}
      onClick={() => desk.open(conversation.id)}
    >
      <Avatar id={person.id} name={person.name} online={online} />
      <span class="row-body">
        <span class="row-top">
          <span class="row-name">
            <bdi>{personName(person)}</bdi>
          </span>
          {person.verified && (
            <span class="verified" title={strings.person.verified}>
              <Icon name="verified" />
              <span class="hidden">{strings.person.verified}</span>
            </span>
          )}
          {online && <span class="hidden">{strings.inbox.online}</span>}
          <span class={`row-time${waitingSince === null ? '' : ' waits'}`}>
            {waitingSince !== null && (
              <>
                <Icon name="clock" />
                <span class="hidden">{strings.inbox.waiting} </span>
              </>
            )}
            <Ago at={waitingSince ?? conversation.at} />
          </span>
        </span>
        <span class="row-middle">
          <span class="row-preview" dir="auto">
            {from && <span class="row-from">{from}</span>}
            {previewBy === 'visitor' ? preview : bare(preview)}
          </span>
          {unread > 0 && (
            <span class="badge" title={strings.inbox.unread(unread)}>
              {unread > 99 ? '99+' : unread}
              <span class="hidden"> {strings.inbox.unread(unread)}</span>
            </span>
          )}
        </span>
        {(urgent || tone || plain.length > 0 || showApp || (list === 'open' && assignee)) && (
          <span class="row-marks">
            {urgent && (
              <span class="tag urgent">
                <Icon name="alert" />
                {strings.inbox.urgent}
              </span>
            )}
            {tone && <span class={`tag ${tone}`}>{strings.card.tones[tone]}</span>}
            {list === 'open' && assignee && (
              <span class="tag who">
                <Icon name="person" />
                <bdi>{assignee.name}</bdi>
              </span>
            )}
            {showApp && <span class="tag">{conversation.app}</span>}
            {plain.slice(0, SHOWN_TAGS).map((tag) => (
              <span key={tag} class="tag">
                {tag}
              </span>
            ))}
            {plain.length > SHOWN_TAGS && <span class="tag">+{plain.length - SHOWN_TAGS}</span>}
          </span>
        )}
      </span>
    </button>
  );
}
