import type { LaunchOptions } from 'playwright';

export function chromiumPath(): string | undefined;
export const firefoxPath: string;
export function ensureChromium(): string | undefined;
export function isWhole(): boolean;
export function launch(options?: { whole?: boolean }): LaunchOptions;
