import type { Picture } from '../../types.js';
import { answerLabel } from '../format.js';
import { strings } from '../strings.js';
import type { ContentPart } from '../timeline.js';
import { Facts } from './Facts.js';
import { FileView } from './FileView.js';
import { Icon } from './Icon.js';
import { Link } from './Link.js';
import { Linked, Markdown } from './Markdown.js';
import { RichPartView } from './RichPartView.js';
import { Score } from './Score.js';

/** Plain text with its web addresses as links. */
export function Text({ text }: { text: string }) {
  return (
    <p class="text">
      <Linked text={text} />
    </p>
  );
}

/** `isRich`: where it may be Markdown, it is. */
export function PartView({ part, isRich }: { part: ContentPart; isRich: boolean }) {
  const Said = isRich ? Markdown : Text;
  switch (part.type) {
    case 'text':
      return part.text ? <Said text={part.text} /> : <p class="text unshown">{strings.thread.noContent}</p>;
    case 'article':
      return (
        <div class="article">
          <Icon name="article" />
          <div>
            <p class="article-kind">{strings.thread.article}</p>
            <p class="article-title">{part.title}</p>
            {part.description && <p class="article-text">{part.description}</p>}
          </div>
        </div>
      );
    case 'choices':
      return (
        <>
          {part.text && <Said text={part.text} />}
          <Offered label={strings.thread.choices} words={part.choices.map(({ label }) => label)} />
        </>
      );
    case 'file':
      return <FileView part={part} />;
    case 'image':
      return <PictureLink picture={part} />;
    case 'card':
      return (
        <div class="article">
          <Icon name="page" />
          <div>
            <p class="article-kind">{strings.thread.card}</p>
            <p class="article-title">{part.url ? <Link url={part.url}>{part.title}</Link> : part.title}</p>
            {part.text && <p class="article-text">{part.text}</p>}
            {part.image && <PictureLink picture={part.image} />}
          </div>
        </div>
      );
    case 'form':
      return (
        <>
          <Text text={part.text || part.title || strings.thread.form} />
          <Offered label={strings.thread.fields} words={part.fields.map(({ label }) => label)} />
        </>
      );
    case 'answers':
      return <Facts facts={part.values.map(({ label, value, text }) => [label, answerLabel(value), text])} />;
    case 'survey':
      return <Text text={`${strings.thread.survey(part.survey)} ${part.text ?? ''}`.trim()} />;
    case 'rating':
      return <Score rating={part} />;
    case 'carousel':
    case 'list':
    case 'buttons':
    case 'order':
    case 'cart':
    case 'date-picker':
    case 'list-picker':
      return <RichPartView part={part} />;
    case 'sources':
      return (
        <>
          {part.text && <p class="article-kind">{part.text}</p>}
          {part.sources.map(({ title, url }, i) => (
            <p class="article-text" key={i}>
              {url ? <Link url={url}>{title}</Link> : title}
            </p>
          ))}
        </>
      );
  }
}

/** What the visitor may choose from, or is asked for. */
function Offered({ label, words }: { label: string; words: string[] }) {
  return (
    <ul class="choices" aria-label={label}>
      {words.map((word, i) => (
        <li key={i}>{word}</li>
      ))}
    </ul>
  );
}

/** A picture by its words: nothing is loaded from elsewhere while an agent reads. */
function PictureLink({ picture: { url, alt } }: { picture: Picture }) {
  return (
    <p class="text">
      <Link url={url}>{strings.thread.picture(alt)}</Link>
    </p>
  );
}
