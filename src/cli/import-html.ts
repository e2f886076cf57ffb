/** HTML of another help centre to the Markdown that articles are written in. Whatever an article cannot hold is left out, and told. */
import type { Element, Nodes, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toMdast } from 'hast-util-to-mdast';
import type { Image, Nodes as MdastNodes, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import { parseMarkdown } from '../help/blocks.js';
import { isImageUrl, isLinkUrl } from '../help/urls.js';

export interface Converted {
  markdown: string;
  /** What was left out or changed. */
  notes: string[];
}

/** UTF-16 units of one article. */
const LARGEST = 1_000_000;
/** Elements inside each other. */
const DEEPEST = 200;

/** Elements that go with all that is in them. */
const DROPPED = new Set(
  'script style iframe object embed applet frame frameset button input select textarea svg math template canvas audio video link meta base head title portal'.split(
    ' ',
  ),
);
/** Of these nobody misses anything. */
const SILENT = new Set('style meta link head title base'.split(' '));

/** Takes out what is dropped, and counts it. */
function clean(node: Root | Element, dropped: Map<string, number>, depth: number): void {
  if (depth > DEEPEST) throw new RangeError('too deep');
  const kept: Nodes[] = [];
  for (const child of node.children) {
    if (child.type === 'comment' || child.type === 'doctype') continue;
    if (child.type === 'element') {
      const name = child.tagName.toLowerCase();
      if (DROPPED.has(name)) {
        if (!SILENT.has(name)) dropped.set(name, (dropped.get(name) ?? 0) + 1);
        continue;
      }
      clean(child, dropped, depth + 1);
    }
    kept.push(child);
  }
  node.children = kept as typeof node.children;
}

/** "reset-button.png" read as words, where nobody says what a picture shows. */
const wordsOf = (url: string): string =>
  (
    url
      .replace(/[?#].*/, '')
      .split('/')
      .pop() ?? ''
  )
    .replace(/\.\w+$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim() || 'picture';

interface Fixing {
  notes: string[];
  /** The article of ours that an address leads to. */
  article(url: string): string | undefined;
}

const plain = (nodes: readonly MdastNodes[]): string =>
  nodes.map((node) => ('value' in node ? node.value : 'children' in node ? plain(node.children) : '')).join('');

/** Text as articles can hold it; pictures in it are moved out. */
function inlines(
  nodes: readonly MdastNodes[],
  fixing: Fixing,
  pictures: Image[],
  isOneLine: boolean,
): PhrasingContent[] {
  const inside = (children: readonly MdastNodes[]) => inlines(children, fixing, pictures, isOneLine);
  return nodes.flatMap((node): PhrasingContent[] => {
    switch (node.type) {
      case 'text':
        return [node];
      // an empty line in it would end it, and what comes after would be read as Markdown
      case 'inlineCode':
        return [{ ...node, value: node.value.replace(/\s*\n\s*/g, ' ') }];
      case 'break':
        return [isOneLine ? { type: 'text', value: ' ' } : node];
      case 'strong':
      case 'emphasis': {
        const children = inside(node.children);
        return plain(children).trim() ? [{ ...node, children }] : children;
      }
      case 'link': {
        const children = inside(node.children);
        const ours = fixing.article(node.url);
        const url = ours === undefined ? node.url : `${ours}.md`;
        if (!plain(children).trim()) return children;
        if (ours !== undefined || isLinkUrl(url)) return [{ type: 'link', url, children }];
        fixing.notes.push(`the link to ${JSON.stringify(node.url.slice(0, 80))} was taken off its words`);
        return children;
      }
      case 'image': {
        const picture = pictureOf(node, fixing);
        if (picture) pictures.push(picture);
        return [];
      }
      default:
        return 'children' in node
          ? inside(node.children)
          : 'value' in node
            ? [{ type: 'text', value: node.value }]
            : [];
    }
  });
}

function pictureOf({ url, alt }: Image, { notes }: Fixing): Image | undefined {
  if (!isImageUrl(url)) {
    notes.push(
      `the picture ${JSON.stringify(url.slice(0, 80))} was left out; put it on your site, and link to it by https: or a path from /`,
    );
    return undefined;
  }
  if (!alt?.trim()) notes.push(`nobody says what the picture ${url} shows; write it in place of "${wordsOf(url)}"`);
  return { type: 'image', url, alt: alt?.trim() || wordsOf(url) };
}

const alone = (image: Image): Paragraph => ({ type: 'paragraph', children: [image] });

function blocks(nodes: readonly MdastNodes[], fixing: Fixing): RootContent[] {
  return nodes.flatMap((node): RootContent[] => {
    const pictures: Image[] = [];
    switch (node.type) {
      case 'paragraph': {
        const children = inlines(node.children, fixing, pictures, false);
        const text: RootContent[] = plain(children).trim() ? [{ type: 'paragraph', children }] : [];
        return [...text, ...pictures.map(alone)];
      }
      case 'heading': {
        const children = inlines(node.children, fixing, pictures, true);
        const heading: RootContent[] = plain(children).trim()
          ? [{ type: 'heading', depth: node.depth > 2 ? 3 : 2, children }]
          : [];
        return [...heading, ...pictures.map(alone)];
      }
      case 'list': {
        const children = node.children.map((item) => ({
          type: 'listItem' as const,
          children: blocks(item.children, fixing) as typeof item.children,
        }));
        const full = children.filter((item) => item.children.length);
        return full.length
          ? [{ type: 'list', ordered: node.ordered ?? false, spread: false, start: node.start ?? null, children: full }]
          : [];
      }
      case 'blockquote': {
        const children = blocks(node.children, fixing);
        return children.length ? [{ type: 'blockquote', children: children as typeof node.children }] : [];
      }
      case 'code':
        return [{ type: 'code', value: node.value }];
      case 'thematicBreak':
        return [node];
      case 'table': {
        const rows = node.children.map((row) => ({
          ...row,
          children: row.children.map((cell) => ({ ...cell, children: inlines(cell.children, fixing, pictures, true) })),
        }));
        return [{ type: 'table', children: rows }, ...pictures.map(alone)];
      }
      default: {
        if ('children' in node) return blocks(node.children, fixing);
        // outside of any text, its lines are lines of code
        if (node.type === 'inlineCode' && node.value.includes('\n')) return [{ type: 'code', value: node.value }];
        const children = inlines([node], fixing, pictures, false);
        return [...(children.length ? [{ type: 'paragraph' as const, children }] : []), ...pictures.map(alone)];
      }
    }
  });
}

/** Gives empty Markdown, and says why, where nothing can be read. `article`: the id of ours that an address leads to. */
export function htmlToMarkdown(
  html: string,
  article: (url: string) => string | undefined = () => undefined,
): Converted {
  const notes: string[] = [];
  if (html.length > LARGEST) return { markdown: '', notes: [`it is over ${LARGEST} characters, and was left out`] };
  try {
    const tree = fromHtml(html, { fragment: true });
    const dropped = new Map<string, number>();
    clean(tree, dropped, 0);
    for (const [name, count] of dropped) notes.push(`<${name}> was left out${count > 1 ? `, ${count} times` : ''}`);
    const fixed = blocks((toMdast(tree) as { children: RootContent[] }).children, { notes, article });
    const markdown = toMarkdown(
      { type: 'root', children: fixed },
      {
        extensions: [gfmTableToMarkdown({ tablePipeAlign: false })],
        bullet: '-',
        rule: '-',
        fences: true,
        listItemIndent: 'one',
      },
    );
    // what the compiler would refuse is told where it was made
    for (const { message } of parseMarkdown({ text: markdown, hasArticle: () => true }).problems) notes.push(message);
    return { markdown, notes };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return { markdown: '', notes: ['its elements are nested too deep, and it was left out'] };
  }
}
