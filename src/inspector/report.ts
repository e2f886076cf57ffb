/** All that the inspector shows, as plain data without secrets: what is drawn and what is copied are the same. */
import type { Context } from '../context/context.js';
import * as LIMITS from '../core/limits.js';
import type { Why } from '../core/matcher.js';
import type { Consent, ConsentCategory, Json, Shared, SharedPart, Snapshot, Status } from '../types.js';
import type { Noted } from './events.js';
import { type Contrast, contrasts } from './looks.js';
import { type RuleReport, reportRules } from './rules.js';
import type { Scrub } from './scrub.js';
import type { Inspected } from './source.js';
import type { Departure, Tap } from './tap.js';
import { bytesOf } from './words.js';

/** Why a part does not go along. */
export type Held = 'not-granted' | 'switched-off' | 'no-room';

export interface PartReport extends Omit<SharedPart, 'isShared'> {
  /** Of its value, as JSON in UTF-8. */
  bytes: number;
  /** Null where it goes along. */
  held: Held | null;
}

export interface ConsentChange {
  at: number;
  by: string;
  consent: Consent;
}

export interface Report {
  at: number;
  versions: { sobani: string; protocol: number; locale: string };
  snapshot: { bytes: number; most: number; parts: PartReport[]; value: Json; sent: Shared['sent'] };
  consent: {
    now: Consent;
    changes: readonly ConsentChange[];
    /** The signals that are followed, and whether the browser asks not to be followed. */
    signals: string;
    isPrivate: boolean;
  };
  events: readonly Noted[];
  sent: readonly Departure[];
  flow: { conversation: string; status: string; file: string | null; kept: Json };
  looks: Contrast[];
  /** The options, and why the last question was answered as it was. */
  answers: { file: string | null; matcher: string | null; last: Why | null };
  /** The option, and what became of each rule; null while none are in force. */
  rules: { file: string | null; seen: RuleReport[] | null };
  connection: {
    status: Status;
    transport: string;
    carrier: string | null;
    role: Role;
    tried: number;
    failed: number;
    isWatched: boolean;
    person: { id: string; verified: boolean } | null;
    storage: string;
    isStoring: boolean;
    isDurable: boolean;
    isOnline: boolean;
    isVisible: boolean;
    outbox: { id: string; conversation: string; at: number; failed?: string }[];
  };
}

/** Among the tabs of this browser: `alone` where they share nothing. */
type Role = 'leads' | 'follows' | 'alone' | 'unknown';

export interface Notes {
  events: readonly Noted[];
  sent: readonly Departure[];
  changes: readonly ConsentChange[];
  tap: Tap;
  transport: string;
  version: string;
  protocol: number;
}

function heldOf({ key, category, isShared }: SharedPart, shot: Snapshot, consent: Consent): Held | null {
  if (isShared) return Object.hasOwn(shot, key) ? null : 'no-room';
  return consent.off?.includes(key) && consent[category as ConsentCategory] ? 'switched-off' : 'not-granted';
}

/** What is so now. @throws whatever reading the sources throws */
export async function report(given: Inspected, known: Context, notes: Notes, scrub: Scrub): Promise<Report> {
  const { store, accounts } = given;
  const { parts, sent } = known.shared();
  const shot = known.preview();
  const consent = store.consent.value;
  const conversation = given.conversations.current();
  const { session } = accounts.scope.connection;
  const { storage = 'persistent', flows, answers, matcher, rules } = store.options.value;
  const { tap } = notes;
  const person = store.person.value;
  const role = !accounts.shared ? 'alone' : !session ? 'unknown' : 'send' in session ? 'leads' : 'follows';
  const { events, sent: gone } = notes;
  const ruled = await given.rules().catch(() => undefined);
  const kept = new Set(parts.filter(({ isShared }) => !isShared).map(({ key }) => key));
  const all = {
    at: Date.now(),
    versions: { sobani: notes.version, protocol: notes.protocol, locale: store.locale.value },
    snapshot: {
      bytes: bytesOf(shot),
      most: LIMITS.context,
      parts: parts.map(({ isShared, ...part }) => ({
        ...part,
        bytes: bytesOf(part.value),
        held: heldOf({ isShared, ...part }, shot, consent),
      })),
      value: shot as unknown as Json,
      sent,
    },
    consent: {
      now: consent,
      changes: notes.changes,
      signals: `${store.options.value.consentFrom ?? ''}`,
      isPrivate: (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true,
    },
    flow: {
      conversation,
      status: store.conversation(conversation)?.status ?? 'new',
      file: flows ?? null,
      kept: ((await given.flow(conversation).catch(() => null)) ?? null) as Json,
    },
    looks: given.root ? contrasts(given.root) : [],
    answers: {
      file: answers ?? null,
      matcher: matcher ? String(matcher.name) : null,
      last: await given.answers.last().catch(() => null),
    },
    rules: { file: rules ?? null, seen: ruled ? reportRules(ruled, kept) : null },
    connection: {
      status: store.status.value,
      transport: notes.transport,
      carrier: session?.carrier ?? null,
      role,
      tried: tap.connects.tried,
      failed: tap.connects.failed,
      isWatched: !tap.isBlind,
      person: person && { id: person.id, verified: person.verified },
      storage,
      isStoring: given.vault.isOpen,
      isDurable: store.durable.value,
      isOnline: navigator.onLine,
      isVisible: document.visibilityState === 'visible',
      outbox: accounts.scope.delivery.waiting().map(({ id, message, at, failed }) => ({
        id,
        conversation: message.conversation,
        at,
        ...(failed !== undefined && { failed }),
      })),
    },
  };
  // those were scrubbed when they were noted
  return { ...(scrub(all) as Omit<Report, 'events' | 'sent'>), events, sent: gone };
}
