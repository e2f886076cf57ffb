/**
 * Moves the focus into the panel unless it is there: to `wanted`, or under a finger to the panel, so that no keyboard opens.
 * When the panel was open before, only a focus that went with what was removed is moved, never one that the page has. In a
 * box of the page it opens with that, and is nobody's wish.
 */
export function focusIn(panel: HTMLElement, wanted: string, wasOpen: boolean): void {
  const root = panel.getRootNode() as ShadowRoot;
  const { activeElement, body } = document;
  // without a gesture, as when a page loads with the panel open, nothing is taken from it
  if (panel.contains(root.activeElement) || navigator.userActivation?.hasBeenActive === false) return;
  if (wasOpen ? activeElement !== body && activeElement !== root.host : root.host.hasAttribute('inline')) return;
  const target = matchMedia('(pointer: coarse)').matches ? null : panel.querySelector<HTMLElement>(wanted);
  (target ?? panel).focus({ preventScroll: true });
}
