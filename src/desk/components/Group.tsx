import type { Author } from '../../types.js';
import { strings } from '../strings.js';
import type { Bubble } from '../timeline.js';
import { Icon } from './Icon.js';
import { PartView } from './PartView.js';
import { Clock } from './Time.js';

interface Props {
  author: Author;
  /** The visitor's name; messages do not carry it. */
  visitor: string;
  bubbles: Bubble[];
  /** Id of the team's last message, which says whether it was seen. */
  last: string | undefined;
  readTo: number;
}

/** Messages that one author wrote one after the other. */
export function Group({ author, visitor, bubbles, last, readTo }: Props) {
  const end = bubbles.at(-1)!;
  const { kind } = author;
  const nameless = { visitor, agent: strings.thread.agent, system: strings.thread.system, bot: '' };
  const name = author.name || nameless[kind];
  return (
    <li class={`group ${kind}`}>
      <p class="group-head">
        {name && <bdi class="group-name">{name}</bdi>}
        {kind === 'bot' && (
          <span class="tag bot">
            <Icon name="bot" />
            {strings.thread.bot}
          </span>
        )}
        <Clock at={bubbles[0]!.at} />
      </p>
      {bubbles.map((bubble) => (
        <div key={bubble.id} class="bubble" dir="auto">
          {bubble.parts.map((part, i) => (
            <PartView key={i} part={part} />
          ))}
        </div>
      ))}
      {end.id === last && <p class="receipt">{end.seq <= readTo ? strings.thread.seen : strings.thread.sent}</p>}
    </li>
  );
}
