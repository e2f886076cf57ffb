import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Block, blocks, flat, linesOf, type Span, spans } from '../../core/markdown.js';
import { adopt, styleSheet } from '../../theme/adopt.js';

import { LinkTo } from './link-to.js';
import { Linked } from './linked.js';
import css from './markdown.css?inline';

const sheet = styleSheet(css);

/** Before it is drawn. */
export const prepare = (root: ShadowRoot): void => adopt(root, sheet);

/** A mark at the end of what is still being said, which has its meaning from what comes next. */
const HALF = /(^|\n) {0,3}(?:#{1,6}|[-+*>•]|`+|~+|\d{1,9}[.)]?) *$/;

/** Text of an agent or a bot as elements. `isOpen`: it is still being said, and what is whole of it stays as it is drawn. */
export function Markdown({ text, isOpen = false }: { text: string; isOpen?: boolean }) {
  const lines = linesOf(isOpen ? text.replace(HALF, '') : text);
  const cuts = blocks(lines);
  // nothing but words: the bubble itself is their paragraph
  if (!cuts[1] && cuts[0]?.block.type === 'text' && cuts[0].end === lines.length) {
    return (
      <p class="bubble" dir="auto">
        {inline(cuts[0].block.text, isOpen)}
      </p>
    );
  }
  return (
    <div class="bubble rich" dir="auto">
      {cuts.map(({ block, end }, i) => (
        <Kept
          key={i}
          block={block}
          source={lines.slice(cuts[i - 1]?.end ?? 0, end).join('\n')}
          isOpen={isOpen && !cuts[i + 1]}
        />
      ))}
    </div>
  );
}

interface KeptProps {
  block: Block;
  /** What it was read from. */
  source: string;
  isOpen: boolean;
}

function Kept({ block, source, isOpen }: KeptProps) {
  return useMemo(() => draw(block, isOpen), [source, isOpen]);
}

/** What is still being said is at the end of the last. */
const drawAll = (of: Block[], isOpen: boolean): ComponentChildren =>
  of.map((block, i) => draw(block, isOpen && i === of.length - 1, i));

function draw(block: Block, isOpen: boolean, key?: number): ComponentChildren {
  switch (block.type) {
    case 'code':
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      return <pre tabIndex={0}>{block.text}</pre>;
    case 'quote':
      return <blockquote>{drawAll(block.in, isOpen)}</blockquote>;
    case 'list': {
      const { items, start } = block;
      const all = items.map((item, i) => <li key={i}>{drawAll(item, isOpen && i === items.length - 1)}</li>);
      return start === undefined ? <ul>{all}</ul> : <ol start={start}>{all}</ol>;
    }
    default: {
      const words = inline(block.text, isOpen);
      return <p key={key}>{block.type === 'heading' ? <strong>{words}</strong> : words}</p>;
    }
  }
}

const inline = (text: string, isOpen: boolean) => within(spans(text, isOpen, location.href));

function within(of: Span[]): ComponentChildren {
  return of.map((span, i) => {
    if (typeof span === 'string') return <Linked key={i} text={span} />;
    if ('url' in span) {
      return (
        <LinkTo key={i} url={span.url} label={flat(span.in)}>
          {within(span.in)}
        </LinkTo>
      );
    }
    const Tag = span.tag;
    return <Tag key={i}>{Tag === 'code' ? span.in : within(span.in)}</Tag>;
  });
}
