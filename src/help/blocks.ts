/**
 * Markdown to the blocks of an article. What an article cannot show is refused with its place, so that nothing is lost in
 * silence. Node only: the browser never sees Markdown.
 */
import type { Definition, Image, PhrasingContent, RootContent, TableCell } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Block, Inline } from '../core/ports.js';
import type { ImageSize } from './image-size.js';
import { isImageUrl, isLinkUrl } from './urls.js';

/** What was wrong, and on which line of the source. */
export interface Problem {
  line: number;
  message: string;
}

interface Source {
  text: string;
  /** Lines above the text in its file, as of the front matter. Default 0. */
  lineOffset?: number;
  /** Whether an article of this id exists. */
  hasArticle: (id: string) => boolean;
  /** How large the picture at a path from / is, or what is wrong with it. Default: pictures are not looked at. */
  measure?: (path: string) => ImageSize | string;
}

const CJK = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef]';
const SOFT_BREAK = new RegExp(`(?<=${CJK})\\n(?=${CJK})`, 'gu');

/** The article's blocks; where there are problems, without what they are about. */
export function parseMarkdown({ text, lineOffset = 0, hasArticle, measure }: Source): {
  blocks: Block[];
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const tree = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const definitions = new Map<string, Definition>();

  type Placed = { position?: { start: { line: number } } | undefined };
  const problem = (node: Placed, message: string): [] => {
    problems.push({ line: (node.position?.start.line ?? 1) + lineOffset, message });
    return [];
  };

  function link(node: Placed, url: string, content: PhrasingContent[]): Inline[] {
    const inside = inlines(content);
    const article = /^(?:\.\/)?([^/:?#]+)\.md(#.*)?$/.exec(url);
    if (article) {
      const [, id, heading] = article as unknown as [string, string, string?];
      if (!hasArticle(id)) return problem(node, `there is no article "${id}.md" to link to`);
      if (heading) return problem(node, `link to the article "${id}.md", not to a heading in it`);
      return [{ a: `article:${id}`, in: inside }];
    }
    if (!isLinkUrl(url)) {
      return problem(node, `link "${url}" is not allowed; use https:, http:, mailto:, tel:, a path from / or other.md`);
    }
    return [{ a: url, in: inside }];
  }

  function inline(node: PhrasingContent): Inline[] {
    switch (node.type) {
      case 'text':
        return [node.value.replace(SOFT_BREAK, '').replaceAll('\n', ' ')];
      case 'strong':
        return [{ b: inlines(node.children) }];
      case 'emphasis':
        return [{ i: inlines(node.children) }];
      case 'inlineCode':
        return [{ code: node.value }];
      case 'break':
        return [{ br: 1 }];
      case 'link':
        return link(node, node.url, node.children);
      case 'linkReference':
        return link(node, definitions.get(node.identifier)!.url, node.children);
      case 'html':
        return problem(node, 'HTML is not allowed; write Markdown');
      case 'image':
      case 'imageReference':
        return problem(node, 'an image must be a paragraph of its own, as ![what it shows](/path.png)');
      default:
        return problem(node, `${node.type} is not supported in articles`);
    }
  }
  const inlines = (nodes: PhrasingContent[]): Inline[] => nodes.flatMap(inline);

  function image(node: Image): Block[] {
    if (!isImageUrl(node.url)) return problem(node, `image "${node.url}" is not allowed; use https: or a path from /`);
    if (!node.alt) return problem(node, 'say what the image shows, as ![what it shows](/path.png)');
    const size = node.url.startsWith('/') ? measure?.(node.url) : undefined;
    if (typeof size === 'string') return problem(node, size);
    return [{ img: node.url, alt: node.alt, ...size }];
  }

  function block(node: RootContent): Block[] {
    switch (node.type) {
      case 'paragraph': {
        const [only, ...more] = node.children;
        return only?.type === 'image' && !more.length ? image(only) : [{ p: inlines(node.children) }];
      }
      case 'heading':
        if (node.depth !== 2 && node.depth !== 3) {
          return problem(
            node,
            `use ## or ### for headings${node.depth === 1 ? '; the title stands in the front matter' : ''}`,
          );
        }
        return [{ h: node.depth, in: inlines(node.children) }];
      case 'list': {
        const items = node.children.map((item) => blocks(item.children));
        if (!node.ordered) return [{ ul: items }];
        return [{ ol: items, ...(node.start && node.start !== 1 ? { start: node.start } : {}) }];
      }
      case 'blockquote':
        return [{ quote: blocks(node.children) }];
      case 'code':
        return [{ pre: node.value }];
      case 'thematicBreak':
        return [{ hr: 1 }];
      case 'table':
        return [{ table: node.children.map((row) => row.children.map((cell: TableCell) => inlines(cell.children))) }];
      case 'definition':
        return [];
      case 'html':
        return problem(node, 'HTML is not allowed; write Markdown');
      default:
        return problem(node, `${node.type} is not supported in articles`);
    }
  }
  const blocks = (nodes: RootContent[]): Block[] => nodes.flatMap(block);

  const collect = (nodes: RootContent[]): void => {
    for (const node of nodes) {
      if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
      if ('children' in node) collect(node.children as RootContent[]);
    }
  };
  collect(tree.children);
  return { blocks: blocks(tree.children), problems };
}
