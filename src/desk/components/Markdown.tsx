import type { ComponentChildren } from 'preact';
import { blocks, hostBehind, linesOf } from '../../core/markdown.js';
import { richText } from '../../ui/kit/rich-text.js';
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

function LinkTo({ url, label, children }: { url: URL; label: string; children: ComponentChildren }) {
  const host = hostBehind(url, label);
  return (
    <Link url={url.href}>
      {children}
      {host && <bdi> ({host})</bdi>}
    </Link>
  );
}

/** What the team or a bot wrote, as the visitor sees it. A path in it counts from the page that they are on. */
export function Markdown({ text }: { text: string }) {
  const base = useValue(useDesk().state.thread)?.card?.snapshot?.page.url;
  const all = blocks(linesOf(text)).map(({ block }) => block);
  return <div class="rich">{richText(Linked, LinkTo, base).all(all)}</div>;
}
