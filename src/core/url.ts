/** A URL that may become a link: web, mail or telephone, and none that hides its host behind a user name. */
export function safeUrl(value: string, base?: string): URL | undefined {
  try {
    const url = new URL(value, base);
    return /^(https?|mailto|tel):$/.test(url.protocol) && !url.username && !url.password ? url : undefined;
  } catch {
    return undefined;
  }
}
