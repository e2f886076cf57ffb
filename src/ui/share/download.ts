/** Long enough for the slowest browser to have begun with it. */
const KEPT = 60_000;

/**
 * Hands a text to the customer as a file. The link is never in the page, and a download is no fetch and no
 * navigation: no directive of a policy concerns it.
 */
export function download(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
}
