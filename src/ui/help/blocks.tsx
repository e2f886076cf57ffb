import type { ComponentChildren } from 'preact';
import type { Block, Inline } from '../../core/ports.js';
import { safeUrl } from '../../core/url.js';
import { list, text } from '../kit/gate.js';
import { linkTo } from '../kit/url.js';
import { usePanel } from '../panel/use-panel.js';

/** Deeper than any article that a person wrote; what is nested further is left out. */
const DEPTH = 20;

/** An article's content as elements. What it does not know it leaves out. */
export function Blocks({ blocks, depth = 0 }: { blocks: Block[]; depth?: number }) {
  return depth > DEPTH ? null : list(blocks).map((block, i) => <BlockView key={i} block={block} depth={depth + 1} />);
}

function BlockView({ block, depth }: { block: Block; depth: number }) {
  const items = (of: Block[][]) =>
    (Array.isArray(of) ? of : []).map((item, i) => (
      <li key={i}>
        <Blocks blocks={item} depth={depth} />
      </li>
    ));
  // before the heading, whose `h` is a picture's height
  if ('img' in block) return <Picture {...block} />;
  if ('p' in block) return <p>{inline(block.p)}</p>;
  if ('h' in block) return block.h === 3 ? <h3>{inline(block.in)}</h3> : <h2>{inline(block.in)}</h2>;
  if ('ul' in block) return <ul>{items(block.ul)}</ul>;
  if ('ol' in block) return <ol start={Number.isInteger(block.start) ? block.start : 1}>{items(block.ol)}</ol>;
  if ('quote' in block) {
    return (
      <blockquote>
        <Blocks blocks={block.quote} depth={depth} />
      </blockquote>
    );
  }
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  if ('pre' in block) return <pre tabIndex={0}>{text(block.pre)}</pre>;
  if ('table' in block) return <Table rows={block.table} />;
  return 'hr' in block ? <hr /> : null;
}

function Table({ rows }: { rows: Inline[][][] }) {
  const [head, ...body] = (Array.isArray(rows) ? rows : []).filter(Array.isArray);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="wide" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head?.map((cell, i) => (
              <th key={i} scope="col">
                {inline(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>{inline(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Only from the host's own origin: a picture from elsewhere would tell that server who reads what. */
function Picture({ img, alt, w, h }: { img: string; alt: string; w?: number; h?: number }) {
  const url = safeUrl(text(img), location.href);
  if (url?.origin !== location.origin) return <p class="alt">{text(alt)}</p>;
  const size = w! > 0 && h! > 0 ? { width: w, height: h } : {};
  return (
    <img src={url.href} alt={text(alt)} loading="lazy" decoding="async" class={size.width ? '' : 'unsized'} {...size} />
  );
}

function inline(items: Inline[], depth = 0): ComponentChildren {
  if (!Array.isArray(items) || depth > DEPTH) return null;
  return items.map((item, i) => {
    if (typeof item === 'string') return item;
    if (typeof item !== 'object' || !item) return null;
    if ('b' in item) return <strong key={i}>{inline(item.b, depth + 1)}</strong>;
    if ('i' in item) return <em key={i}>{inline(item.i, depth + 1)}</em>;
    if ('code' in item) return <code key={i}>{text(item.code)}</code>;
    if ('a' in item) return <Link key={i} to={text(item.a)} label={inline(item.in, depth + 1)} />;
    return 'br' in item ? <br key={i} /> : null;
  });
}

function Link({ to, label }: { to: string; label: ComponentChildren }) {
  const { actions } = usePanel();
  if (to.startsWith('article:')) {
    return (
      <button type="button" class="link" onClick={() => actions.go({ screen: 'article', id: to.slice(8) })}>
        {label}
      </button>
    );
  }
  const url = safeUrl(to, location.href);
  return url ? <a {...linkTo(url)}>{label}</a> : <span>{label}</span>;
}
