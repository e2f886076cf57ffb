import { useEffect, useState } from 'preact/hooks';
import { isMarked } from '../../core/bare.js';
import type { Choice, Message, Part } from '../../types.js';
import { list, text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { Acts, type ActsProps, answered, Quote } from './acts.js';
import { Delivery } from './delivery.js';
import { PAGE } from './drawings.js';
import { Failed } from './failed.js';
import { Linked } from './linked.js';
import type { Row } from './rows.js';
import { Skeleton } from './skeleton.js';
import { clock, isOwn, isRich, nameOf, plain, wordsOf } from './words.js';

export interface RowProps extends ActsProps {
  row: Row;
  /** The last message of a conversation that goes on, so its choices can be taken. */
  isActive: boolean;
  /** The message that this one answers, null where that is not loaded. */
  original: Message | null | undefined;
  /** Shows another message. */
  lead(id: string): void;
}

export function MessageRow({ row, isActive, original, lead, ...more }: RowProps) {
  const { state, t } = usePanel();
  const options = useValue(state.options);
  const { message } = row;
  const isMine = isOwn(message);
  const name = nameOf(t, options, message.author);
  const time = clock(t, message.at);
  const parts = list(message.parts);
  // without the buttons there would be nothing to see
  const isBare = !isActive && parts.every((part) => part.type === 'choices' && !text(part.text));
  return (
    <article
      part="message"
      aria-label={`${name}, ${time}`}
      class={`${isMine ? 'own' : ''} ${row.isFirst ? 'first' : ''} ${row.isLast ? 'last' : ''} ${row.isQuiet ? 'quiet' : ''}`}
    >
      {row.isFirst && !isMine && !row.isQuiet && <bdi class="by small">{name}</bdi>}
      {original !== undefined && <Quote original={original} onPress={() => lead(answered(message))} />}
      {parts.map((part, i) => (
        <PartView key={i} part={part} message={message} />
      ))}
      {(isBare || !parts[0]) && <Bubble text={plain(t, message)} />}
      {isActive &&
        parts.map((part) => part.type === 'choices' && <Choices to={message.conversation} choices={part.choices} />)}
      {row.saysState ? (
        <Delivery message={message} time={time} />
      ) : (
        row.isLast &&
        !row.isQuiet && (
          <div class="meta small">
            <bdi>{time}</bdi>
          </div>
        )
      )}
      {isMine && message.state === 'failed' && <Failed message={message} />}
      {!!message.seq && message.state !== 'failed' && !row.isQuiet && <Acts message={message} {...more} />}
    </article>
  );
}

function PartView({ part, message }: { part: Part; message: Message }) {
  const { actions, t } = usePanel();
  const said = (words: string) =>
    isRich(message) ? <Rich text={words} isOpen={!!message.partial} /> : <Bubble text={words} />;
  switch (part.type) {
    case 'article':
      return (
        <button type="button" class="card" onClick={() => actions.go({ screen: 'article', id: text(part.article) })}>
          <Icon d={PAGE} />
          <span>
            <strong dir="auto">{text(part.title)}</strong>
            <small dir="auto">{text(part.description) || t('article')}</small>
          </span>
          <Icon d={NEXT} flip />
        </button>
      );
    case 'handoff':
    case 'event':
      return <p class="line small">{wordsOf(t, part)}</p>;
    case 'choices':
      return text(part.text) ? said(text(part.text)) : null;
    case 'text':
      return said(text(part.text));
    default:
      return <Later part={part} message={message} />;
  }
}

type Views = typeof import('../parts/parts.js');
/** Nothing yet, or null when it could not be had. */
let views: Views | null | undefined;

/** A part that few conversations have: its view is fetched with the first. Of a type that is not known there, its words. */
function Later(it: { part: Part; message: Message }) {
  const { root, t } = usePanel();
  const [, drawn] = useState(views);
  useEffect(() => {
    void import('../parts/parts.js')
      .catch(() => null)
      .then((got) => {
        views = got;
        drawn(got);
      });
  }, []);
  if (views === undefined) return <Skeleton />;
  const View = views?.viewOf(text(it.part.type), root);
  return View ? <View {...it} /> : <Bubble text={wordsOf(t, it.part)} />;
}

type Markdown = typeof import('./markdown.js');
let markdown: Markdown | null | undefined;

/** Text that may be Markdown: what reads that is fetched with the first that is, or that is still being said. */
function Rich({ text, isOpen }: { text: string; isOpen: boolean }) {
  const { root } = usePanel();
  const [, drawn] = useState(markdown);
  const isNeeded = isOpen || isMarked(text);
  useEffect(() => {
    if (!isNeeded || markdown) return;
    void import('./markdown.js')
      .catch(() => null)
      .then((got) => {
        markdown = got;
        drawn(got);
      });
  }, [isNeeded]);
  if (!text || (markdown ? false : !isNeeded || markdown === null)) return <Bubble text={text} />;
  if (!markdown) return <Skeleton />;
  markdown.prepare(root);
  return <markdown.Markdown text={text} isOpen={isOpen} />;
}

/** Plain text with its links; an empty one says that there was something that is not shown. */
function Bubble({ text }: { text: string }) {
  const { t } = usePanel();
  return (
    <p class="bubble" dir="auto">
      {text ? <Linked text={text} /> : t('cannotShow')}
    </p>
  );
}

function Choices({ to, choices }: { to: string; choices: Choice[] }) {
  const { messenger } = usePanel();
  const [isTaken, setTaken] = useState(false);
  const take = (label: string) => {
    setTaken(true);
    messenger.send(label, { conversation: to }).catch(() => setTaken(false));
  };
  return (
    <div class="choices">
      {list(choices).map(
        ({ label }, i) =>
          text(label) && (
            <button key={i} type="button" disabled={isTaken} onClick={() => take(label)}>
              {label}
            </button>
          ),
      )}
    </div>
  );
}
