import { Fragment } from 'preact';
import type { Author } from '../../types.js';
import { useDesk } from '../context.js';
import { strings } from '../strings.js';
import type { Bubble } from '../timeline.js';
import { Icon } from './Icon.js';
import { PartView } from './PartView.js';
import { Quote } from './Quote.js';
import { Clock } from './Time.js';

interface Props {
  /** Id of the conversation. */
  conversation: string;
  author: Author;
  /** The visitor's name; messages do not carry it. */
  visitor: string;
  bubbles: Bubble[];
  /** Id of the team's last message, which says whether it was seen. */
  last: string | undefined;
  readTo: number;
}

/** Messages that one author wrote one after the other. */
export function Group({ conversation, author, visitor, bubbles, last, readTo }: Props) {
  const desk = useDesk();
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
        <div key={bubble.id} class="said">
          <div class="bubble" dir="auto">
            {bubble.parts.map((part, i) => (
              <Fragment key={i}>
                {part.type === 'text' && part.to && <Quote to={part.to} visitor={visitor} />}
                <PartView part={part} isRich={kind === 'agent' || kind === 'bot'} />
              </Fragment>
            ))}
          </div>
          <button
            type="button"
            class="icon-button answer"
            aria-label={strings.thread.replyTo(name || strings.thread.bot)}
            onClick={() => desk.answer(conversation, bubble.id)}
          >
            <Icon name="reply" />
          </button>
        </div>
      ))}
      {end.id === last && <p class="receipt">{end.seq <= readTo ? strings.thread.seen : strings.thread.sent}</p>}
    </li>
  );
}
