/** What the visitor has chosen on the settings screen. What is absent is as the page has it. */
export interface Settings {
  /** A tone where a person answers unseen. Default false. */
  sound?: boolean;
  /** The browser's own notification there. Default false; the browser has its say, too. */
  notifications?: boolean;
  /** BCP 47. */
  locale?: string;
  theme?: 'light' | 'dark' | 'auto';
  /** Percent, 80 to 200. */
  textSize?: number;
}

/** What is to be otherwise; undefined: as the page has it. */
export type Change = { [K in keyof Settings]: Settings[K] | undefined };
