import type { Options } from '../../types.js';

/** Whether the host wants notifications, and the browser has them. */
export const canNotify = ({ attention }: Options): boolean =>
  `${attention ?? ''}`.includes('notifications') && 'Notification' in globalThis;

/** Asks the visitor, by their browser; from a press of theirs alone. Answers whether it may be done. */
export const allow = async (): Promise<boolean> =>
  Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted';
