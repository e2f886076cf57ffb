import { useMemo } from 'preact/hooks';
import { type Block, blocks, linesOf } from '../../core/markdown.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import { richText } from '../kit/rich-text.js';
import { LinkTo } from './link-to.js';
import { Linked } from './linked.js';
import css from './markdown.css?inline';

const sheet = styleSheet(css);

const draw = () => richText(Linked, LinkTo, location.href);

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
        {draw().line(cuts[0].block.text, isOpen)}
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
  return useMemo(() => draw().block(block, isOpen), [source, isOpen]);
}
