/** Long enough for the slowest browser to have begun with it. */
const KEPT = 60_000;

/**
 * Hands a value to the customer as a JSON file. The link is never in the page, and a download is no fetch and no
 * navigation: no directive of a policy concerns it.
 */
export function download(value: unknown, name: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
}
