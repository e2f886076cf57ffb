/**
 * Tells of links to the page's own origin that are followed here, before the page hears of the click. What is asked for in
 * another tab or window is the browser's. Returns the undo.
 */
export function attachLinks(panel: HTMLElement, follow: (url: string) => boolean): () => void {
  const onClick = (event: MouseEvent) => {
    const link = (event.target as Element).closest('a');
    const isPlain = !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || link?.origin !== location.origin || link.target) return;
    if (!follow(link.href)) event.preventDefault();
  };
  panel.addEventListener('click', onClick);
  return () => panel.removeEventListener('click', onClick);
}
