/**
 * Part of the composition root: what is said without being asked, by the rules file, and the news on the home screen. A download
 * of its own, where the host has set the option `rules`.
 */
import { nanoid } from 'nanoid';
import type { Context } from './context/context.js';
import { SobaniError, toSobaniError } from './core/errors.js';
import { lazy } from './core/lazy.js';
import { matches } from './core/match.js';
import type { OfficeHours } from './core/office-hours.js';
import { has } from './core/options.js';
import { proactiveKey } from './core/rows.js';
import { fill, pick } from './core/text.js';
import type { Engine } from './engine.js';
import { enProactive } from './i18n/en-proactive.js';
import { addEnglish } from './i18n/translate.js';
import type { Parts } from './messenger.js';
import type { Means, Stage } from './outreach-show.js';
import type { RulesFile, Show } from './proactive/format.js';
import { newsOf } from './proactive/news.js';
import { parseRules } from './proactive/parse.js';
import { attachProactive, dataOf, type Proactive, type ProactiveHost } from './proactive/proactive.js';
import type { EventMap, Messenger } from './types.js';

interface Known extends Stage {
  context(): Promise<Pick<Context, 'data' | 'shared' | 'watch'>>;
  /** The rules file as it is. */
  rules(): Promise<unknown>;
  /** Null where the host has none. */
  hours?(): Promise<OfficeHours | null>;
}

/** Characters of a text, values put in. */
const LONGEST = 1_000;
/** What is tracked before the rules are in force, at most. */
const MOST_EARLY = 20;
/** Milliseconds for which something that was tracked is news. */
const FRESH = 30_000;

export function joinOutreach(parts: Parts, engine: Engine, messenger: Messenger, known: Known) {
  const { store, on, emit, onError, news } = parts;
  const { accounts, act } = engine;
  const now = accounts.clock.date;
  let file: RulesFile | undefined;
  let speaks: Proactive | undefined;
  /** What was tracked while the rules were on their way, and who hears it once they are in force. */
  const early: { detail: EventMap['track']; at: number }[] = [];
  let heard: ((detail: EventMap['track']) => void) | undefined;
  addEnglish(enProactive);
  const means: Means = {
    write: (text, data) => fill(pick(text, store.locale.value, file?.messages), data, LONGEST),
    go(does, data) {
      if ('article' in does) means.quietly(messenger.showArticle(does.article));
      else if ('flow' in does) means.quietly(messenger.startFlow(does.flow));
      else means.quietly(messenger.open({ search: means.write(does.search, data) }));
    },
    // the guard of the handle has told the host
    quietly: (call) => void call.catch(() => {}),
  };
  const { write, go } = means;
  const stage = lazy(async () =>
    (await import('./outreach-show.js')).createShow(parts, engine, messenger, known, means),
  );
  /** Whether there is what it takes. */
  const can = (what: Show) => {
    const { flows, help } = store.options.value;
    if ('message' in what) return has(store.options.value, 'chat|bot');
    if ('survey' in what) return !!known.showSurvey;
    if ('flow' in what) return !!flows;
    return !('article' in what) || !!help;
  };
  const listen = (type: string, listener: () => void) =>
    store.listen((event) => {
      if (event.type === type) listener();
    });

  async function hostOf(context: Awaited<ReturnType<Known['context']>>, read: RulesFile): Promise<ProactiveHost> {
    const hours = read.rules.some((rule) => rule.hours) ? await known.hours?.() : undefined;
    const office = hours ? await import('./core/office-hours.js') : undefined;
    return {
      now,
      data: context.data,
      signals() {
        if (store.consent.value.off?.includes('signals')) return [];
        const { value } = context.shared().parts.find(({ key }) => key === 'signals') ?? {};
        return Array.isArray(value) ? (value as never[]) : [];
      },
      onKnown: context.watch,
      onTrack(listener) {
        heard = ({ name, data }) => listener(name, data);
        for (const { detail, at } of early.splice(0)) if (now() - at < FRESH) heard(detail);
        return () => {
          heard = undefined;
        };
      },
      onOpen: (listener) => on('open', listener),
      onPerson(listener) {
        const undo = [listen('cleared', () => listener(true)), listen('person', () => listener(false))];
        return () => {
          for (const each of undo) each();
        };
      },
      isPanelOpen: () => store.isOpen.value,
      isWithPerson: () => store.conversations.value.some(({ status }) => status === 'waiting' || status === 'open'),
      visitor: () => store.person.value?.id,
      seed: () => nanoid(12),
      isOpen: (team) => (hours ? office!.isOpen(hours, now(), team) : undefined),
      can,
      load: async () => (await accounts.scope.disk.load(proactiveKey)).find(([key]) => key === proactiveKey)?.[1],
      save: (row) => void accounts.scope.disk.write([[proactiveKey, row]]),
      show: async (...given) => (await stage())(...given),
      act: () => void act().catch(() => {}),
      told(detail) {
        emit('proactive', detail);
        if (store.consent.value.analytics) accounts.scope.connection.session?.event?.('proactive', detail);
      },
      error: onError,
    };
  }

  /** What is new, for this visitor, while they look at home. Returns the undo. */
  function attachNews(read: RulesFile, host: ProactiveHost): () => void {
    let shown = '';
    const look = async () => {
      if (!store.isOpen.value) return;
      const data = dataOf(host);
      const cards = newsOf(read.news ?? [], (data.now as { date: string }).date, (it) => matches(it, data));
      const items = cards.map(({ id, title, text, image, action }) => ({
        id,
        title: write(title, data),
        text: text && write(text, data),
        image: image && { url: image.url, alt: write(image.alt, data) },
        press: action && (() => go(action, data)),
      }));
      const next = JSON.stringify(items);
      if (next === shown) return;
      shown = next;
      const { News } = await import('./ui/proactive/news.js');
      if (next === shown) news.value = items.length ? (panel) => News({ panel, items }) : null;
    };
    const soon = () => void look().catch((thrown) => onError(toSobaniError(thrown)));
    const undo = [store.isOpen.subscribe(soon), store.options.subscribe(soon), host.onKnown(soon)];
    return () => {
      for (const each of undo) each();
      shown = '';
      news.value = null;
    };
  }

  async function begin(isOver: () => boolean): Promise<() => void> {
    await new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve, { timeout: 2_000 } as never));
    const [json, context] = await Promise.all([known.rules(), known.context()]);
    const read = parseRules(json);
    if (isOver()) return () => {};
    file = read;
    const asks = read.rules.some(({ when }) => when.on === 'frustration');
    if (asks && !`${store.options.value.context ?? ''}`.includes('frustration')) {
      onError(new SobaniError('invalid', 'Rules on frustration need it in the option context.', { path: 'context' }));
    }
    const host = await hostOf(context, read);
    speaks = read.rules.length ? await attachProactive(host, read) : undefined;
    const hide = read.news ? attachNews(read, host) : undefined;
    return () => {
      speaks?.stop();
      speaks = undefined;
      hide?.();
    };
  }

  let url: string | undefined;
  let turn = {};
  let stop: (() => void) | undefined;
  const follow = (rules: string | undefined) => {
    if (rules === url) return;
    url = rules;
    const own = {};
    turn = own;
    stop?.();
    stop = undefined;
    if (!rules) return;
    begin(() => turn !== own).then(
      (end) => {
        if (turn === own) stop = end;
        else end();
      },
      (thrown) => onError(toSobaniError(thrown, 'unavailable')),
    );
  };
  // whoever is shut down says nothing
  const look = () => follow(store.status.value === 'stopped' ? undefined : store.options.value.rules);
  const undo = [store.options.subscribe(look), store.status.subscribe(look)];
  return {
    track(detail: EventMap['track']) {
      if (heard) heard(detail);
      else if (url && early.push({ detail, at: now() }) > MOST_EARLY) early.shift();
    },
    /** What the rules are judged by, for the inspector; undefined while none are in force. */
    look: () => speaks && { rules: file!.rules, moments: speaks.why(), ...speaks.now() },
    stop() {
      for (const each of undo) each();
      follow(undefined);
    },
  };
}
