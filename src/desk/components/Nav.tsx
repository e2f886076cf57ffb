import { useDesk } from '../context.js';
import { LISTS, type ListName } from '../lists.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Avatar } from './Avatar.js';
import { Icon, type IconName } from './Icon.js';

const icons: Record<ListName, IconName> = {
  waiting: 'clock',
  mine: 'person',
  open: 'bubble',
  bot: 'bot',
  resolved: 'check',
};

export function Nav() {
  const desk = useDesk();
  const list = useValue(desk.state.list);
  const counts = useValue(desk.state.counts);
  const unreadMine = useValue(desk.state.unreadMine);
  const me = useValue(desk.state.me);
  /** Somebody waits for this agent to look there. */
  const isUrging = (name: ListName) => name === 'waiting' || (name === 'mine' && unreadMine > 0);
  return (
    <nav class="nav" aria-label={strings.lists.label}>
      <div class="brand">
        <span class="brand-mark">
          <Icon name="bubble" />
        </span>
        <span class="nav-text">{strings.title}</span>
      </div>
      <ul>
        {LISTS.map((name) => (
          <li key={name}>
            <button
              type="button"
              class={`nav-item${isUrging(name) ? ' urges' : ''}`}
              aria-current={name === list ? 'true' : undefined}
              title={strings.lists[name]}
              onClick={() => desk.show(name)}
            >
              <Icon name={icons[name]} />
              <span class="nav-text">{strings.lists[name]}</span>
              <span class="nav-count">{counts[name] || ''}</span>
              {name === 'mine' && unreadMine > 0 && <span class="hidden"> {strings.lists.unread(unreadMine)}</span>}
            </button>
          </li>
        ))}
      </ul>
      {me && (
        <div class="nav-me">
          <Avatar id={me.id} name={me.name} small />
          <span class="nav-text">
            <span class="hidden">{strings.inbox.signedInAs} </span>
            <bdi>{me.name}</bdi>
          </span>
        </div>
      )}
    </nav>
  );
}
