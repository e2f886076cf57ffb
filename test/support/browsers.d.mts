import type { LaunchOptions } from 'playwright';

export function chromiumPath(): string | undefined;
export function ensureChromium(): string | undefined;
export function launch(): LaunchOptions;
