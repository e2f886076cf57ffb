import { linkPieces } from '../format.js';
import { strings } from '../strings.js';
import type { ContentPart } from '../timeline.js';
import { Icon } from './Icon.js';
import { Link } from './Link.js';

/** Plain text with its web addresses as links. */
export function Text({ text }: { text: string }) {
  return (
    <p class="text">
      {linkPieces(text).map((piece, i) =>
        piece.href ? (
          <Link key={i} url={piece.href}>
            {piece.text}
          </Link>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}

export function PartView({ part }: { part: ContentPart }) {
  if (part.type === 'text') {
    return part.text ? <Text text={part.text} /> : <p class="text unshown">{strings.thread.noContent}</p>;
  }
  if (part.type === 'article') {
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
  }
  return (
    <>
      {part.text && <Text text={part.text} />}
      <ul class="choices" aria-label={strings.thread.choices}>
        {part.choices.map((choice) => (
          <li key={choice.id}>{choice.label}</li>
        ))}
      </ul>
    </>
  );
}
