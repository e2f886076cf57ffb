import type { LaunchOptions } from 'playwright';

export function chromiumPath(): string | undefined;
export function ensureChromium(): string | undefined;
export function isWhole(): boolean;
export function launch(): LaunchOptions;
