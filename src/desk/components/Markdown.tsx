import type { ComponentChildren } from 'preact';
import { type Block, blocks, flat, hostBehind, linesOf, type Span, spans } from '../../core/markdown.js';
import { useDesk } from '../context.js';
import { linkPieces } from '../format.js';
import { useValue } from '../use-value.js';
import { Link } from './Link.js';

/** Plain text with its web addresses as links. */
export const Linked = ({ text }: { text: string }) => (
  <>
    {linkPieces(text).map((piece, i) =>
      piece.href ? (
        <Link key={i} url={piece.href}>
          {piece.text}
        </Link>
      ) : (
        piece.text
      ),
    )}
  </>
);

/** What the team or a bot wrote, as the visitor sees it. A path in it counts from the page that they are on. */
export function Markdown({ text }: { text: string }) {
  const page = useValue(useDesk().state.thread)?.card?.snapshot?.page.url;
  return (
    <div class="rich">
      {drawAll(
        blocks(linesOf(text)).map(({ block }) => block),
        page,
      )}
    </div>
  );
}

const drawAll = (of: Block[], page?: string): ComponentChildren =>
  of.map((block, i) => <Drawn key={i} block={block} page={page} />);

function Drawn({ block, page }: { block: Block; page: string | undefined }) {
  switch (block.type) {
    case 'code':
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      return <pre tabIndex={0}>{block.text}</pre>;
    case 'quote':
      return <blockquote>{drawAll(block.in, page)}</blockquote>;
    case 'list': {
      const { items, start } = block;
      const all = items.map((item, i) => <li key={i}>{drawAll(item, page)}</li>);
      return start === undefined ? <ul>{all}</ul> : <ol start={start}>{all}</ol>;
    }
    default: {
      const words = within(spans(block.text, false, page));
      return <p class="text">{block.type === 'heading' ? <strong>{words}</strong> : words}</p>;
    }
  }
}

function within(of: Span[]): ComponentChildren {
  return of.map((span, i) => {
    if (typeof span === 'string') return <Linked key={i} text={span} />;
    if ('url' in span) {
      const host = hostBehind(span.url, flat(span.in));
      return (
        <Link key={i} url={span.url.href}>
          {within(span.in)}
          {host && <bdi> ({host})</bdi>}
        </Link>
      );
    }
    const Tag = span.tag;
    return <Tag key={i}>{Tag === 'code' ? span.in : within(span.in)}</Tag>;
  });
}
