/** Markdown that was read, as elements. How links look is said by whoever shows it. */
import type { ComponentChildren, ComponentType } from 'preact';
import { type Block, flat, type Span, spans } from '../../core/markdown.js';

/**
 * @param Linked plain text, with the addresses in it
 * @param LinkTo a link under words of the author's; `label` is these without their marks
 * @param base by which a path is completed
 * What it returns draws with `isOpen` what is still being said.
 */
export function richText(
  Linked: ComponentType<{ text: string }>,
  LinkTo: ComponentType<{ url: URL; label: string; children: ComponentChildren }>,
  base: string | undefined,
) {
  const within = (of: Span[]): ComponentChildren =>
    of.map((span, i) => {
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
  const line = (text: string, isOpen?: boolean) => within(spans(text, isOpen, base));
  /** What is still being said is at the end of the last. */
  const all = (of: Block[], isOpen?: boolean): ComponentChildren =>
    of.map((one, i) => block(one, isOpen && i === of.length - 1, i));
  function block(it: Block, isOpen?: boolean, key?: number): ComponentChildren {
    switch (it.type) {
      case 'code':
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        return <pre tabIndex={0}>{it.text}</pre>;
      case 'quote':
        return <blockquote>{all(it.in, isOpen)}</blockquote>;
      case 'list': {
        const { items, start } = it;
        const drawn = items.map((item, i) => <li key={i}>{all(item, isOpen && i === items.length - 1)}</li>);
        return start === undefined ? <ul>{drawn}</ul> : <ol start={start}>{drawn}</ol>;
      }
      default: {
        const words = line(it.text, isOpen);
        return <p key={key}>{it.type === 'heading' ? <strong>{words}</strong> : words}</p>;
      }
    }
  }
  return { line, block, all };
}
