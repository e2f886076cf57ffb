/**
 * What is written under the one localStorage key, in words with a space between. The first is an epoch, which changes when
 * the person does, so that a tab that slept knows; or `!` while a logout is not over. The others are secrets of sessions
 * that the back end has yet to be told to end.
 */
import { nanoid } from 'nanoid';
import type { Options } from '../types.js';
import { marked, markKey } from './mark.js';

export interface Marker {
  /** Empty where nobody has been. */
  epoch: string;
  tickets: string[];
}

/** Of a logout that is not over. */
export const LEAVING = '!';

export const newEpoch = (): string => nanoid(8);
/** Tells known users apart, and names none. */
const tagOf = (principal: string): string => {
  let tag = 0;
  for (let i = 0; i < principal.length; i++) tag = (tag * 31 + principal.charCodeAt(i)) | 0;
  return `+${tag.toString(36)}`;
};
/** The same visitor goes on, now known. */
export const knownEpoch = (before: string, principal: string): string => before + tagOf(principal);
export const isOf = (epoch: string, principal: string): boolean => epoch.endsWith(tagOf(principal));
export const isAfter = (epoch: string, before: string): boolean => before !== '' && epoch.startsWith(`${before}+`);
/** Since it began an anonymous visitor has become a known user. */
export const isKnown = (epoch: string): boolean => epoch.includes('+');
/**
 * Whether what an anonymous visitor wrote at `before` has become a known user's by now, and not that of `to`. The marker may
 * have been lost in between, and have begun anew; of what says nothing (an empty `before`) it was written as it began.
 */
export function isGiven(now: string, before: string, to = ''): boolean {
  if (now === before || !isKnown(now)) return false;
  const since = before && now.startsWith(before) ? now.slice(before.length) : now.slice(now.indexOf('+'));
  return since.replaceAll(tagOf(to), '') !== '';
}

export function readMarker(options: Pick<Options, 'app'>): Marker {
  const [epoch = '', ...tickets] = marked(options).split(' ');
  return { epoch, tickets };
}

/** Nobody is here: none has come yet, or the last one is leaving. */
export const isNobody = (options: Options): boolean => ['', LEAVING].includes(readMarker(options).epoch);

/** Writes it where anything may outlive the tab; null removes it. */
export function writeMarker({ app, storage }: Options, marker: Marker | null): void {
  try {
    if (!marker) localStorage.removeItem(markKey(app));
    else if (storage !== 'none') localStorage.setItem(markKey(app), [marker.epoch, ...marker.tickets].join(' '));
  } catch {} // blocked: then nothing outlives the tab
}

/** This session has ended at the back end. */
export function dropTicket(options: Options, ticket: string): void {
  const { epoch, tickets } = readMarker(options);
  const left = tickets.filter((secret) => secret !== ticket);
  if (left.length < tickets.length) writeMarker(options, { epoch, tickets: left });
}

/** Nothing is left to be erased: a logout that has no tickets left either is over. */
export function settleMarker(options: Options): void {
  const { epoch, tickets } = readMarker(options);
  if (epoch === LEAVING && !tickets.length) writeMarker(options, null);
}
