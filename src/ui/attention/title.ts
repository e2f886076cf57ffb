/** The number of unread messages before the page's title. The page may change its title meanwhile: the number goes before that one. */
export interface TitleMarker {
  /** 0 gives the title back as the page has it. */
  show(count: number): void;
  leave(): void;
}

export function attachTitle(): TitleMarker {
  let count = 0;
  /** What the page says, and what stands there for it. */
  let base = '';
  let shown: string | null = null;

  const element = () => document.head?.querySelector('title');
  const read = () => element()?.textContent ?? '';
  const write = (words: string) => {
    const title = element();
    // into the page's own node, which it may go on to write to
    if (title?.childNodes.length === 1) title.firstChild!.nodeValue = words;
    else if (title) title.textContent = words;
  };
  const mark = () => {
    const now = read();
    if (now === shown) return;
    // a page that puts something to its title puts it to ours
    base = shown !== null && now.startsWith(prefix()) ? now.slice(prefix().length) : now;
    put();
  };
  const prefix = () => `(${count}) `;
  const put = () => {
    shown = prefix() + base;
    write(shown);
    // where there is no title, none is made
    shown = read();
  };
  const observer = new MutationObserver(mark);

  return {
    show(next) {
      if (next === count) return;
      if (count) {
        mark();
        if (read() === shown) write(base);
        observer.takeRecords();
      }
      count = next;
      shown = null;
      if (!count) return observer.disconnect();
      base = read();
      put();
      observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    },
    leave: () => observer.disconnect(),
  };
}
