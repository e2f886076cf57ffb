const UNITS = ['B', 'KB', 'MB'] as const;

/** `1.4 MB`, of 1,024 each. */
export function fileSize(bytes: number): string {
  const step = Math.min(bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0, UNITS.length - 1);
  return `${(bytes / 1_024 ** step).toFixed(step > 1 ? 1 : 0).replace(/\.0$/, '')} ${UNITS[step]}`;
}
