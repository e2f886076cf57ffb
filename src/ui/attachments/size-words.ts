import type { Translate } from '../../i18n/translate.js';

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const;

/** `1.4 MB`, in the words of the locale; of 1,024 each, as the limits are. */
export function sizeWords({ locale }: Translate, bytes: number): string {
  const step = Math.min(bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0, UNITS.length - 1);
  const format = { style: 'unit', unit: UNITS[step]!, unitDisplay: step ? 'short' : 'long' } as const;
  return new Intl.NumberFormat(locale, { ...format, maximumFractionDigits: step > 1 ? 1 : 0 }).format(
    bytes / 1_024 ** step,
  );
}
