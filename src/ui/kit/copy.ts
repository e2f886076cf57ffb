/**
 * Puts a text on the clipboard; false where the page may not. Without HTTPS there is only the old way, by a selection,
 * for which `root` lends room.
 */
export async function copy(text: string, root: ShadowRoot): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {}
  const before = root.activeElement as HTMLElement | null;
  const field = document.createElement('textarea');
  field.className = 'hide';
  field.value = text;
  root.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  before?.focus({ preventScroll: true });
  return isDone;
}
