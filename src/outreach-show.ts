/** Part of the composition root: what each kind of showing does. It comes, with what draws it, when there is something to show. */
import { nanoid } from 'nanoid';
import { SobaniError, toSobaniError } from './core/errors.js';
import type { HelpCentre } from './core/ports.js';
import type { Text } from './core/text.js';
import type { Engine } from './engine.js';
import type { LauncherOf, Parts } from './messenger.js';
import type { Does } from './proactive/format.js';
import type { Answers, ProactiveHost } from './proactive/proactive.js';
import type { Json, Messenger, Part } from './types.js';
import { type Shown, show } from './ui/proactive/show.js';

export interface Stage {
  help(): Promise<HelpCentre | null>;
  launcher(): ReturnType<LauncherOf> | undefined;
  /** Shows a survey of the rules file as a card; false where this is not the time. Without it rules that want one show nothing. */
  showSurvey?(id: string): Promise<unknown>;
}

type Data = Record<string, Json>;

export interface Means {
  /** The text in the visitor's language, with the values put in. */
  write(text: Text, data: Data): string;
  /** Does what an action says. */
  go(does: Does, data: Data): void;
  /** Lets the host be told what went wrong, and nobody else. */
  quietly(call: Promise<unknown>): void;
}

export function createShow(
  { store, onError }: Parts,
  { accounts, conversations }: Engine,
  messenger: Messenger,
  { help, launcher, showSurvey }: Stage,
  { write, go, quietly }: Means,
): ProactiveHost['show'] {
  const maybe = (text: Text | undefined, data: Data) => (text === undefined ? undefined : write(text, data));

  /** At the launcher, in the window, or beside an element. `press` does what the visitor asked for by it. */
  async function draw(shown: Shown, press: (() => void) | undefined, answers: Answers, signal: AbortSignal) {
    const { root } = launcher() ?? {};
    if (!root) return undefined;
    const pressed = () => {
      answers.engaged();
      press?.();
    };
    return show(root, store.locale.value, shown, { press: pressed, dismiss: answers.dismissed }, signal);
  }

  /** The message stands in the conversation from then on, and is sent with the visitor's first words. */
  async function say(text: string, article: string | undefined, flow: string | undefined) {
    const found = article === undefined ? undefined : (await help())?.article(article);
    const parts: Part[] = [{ type: 'text', text }];
    if (found) parts.push({ type: 'article', article: found.id, title: found.title, description: found.description });
    const conversation = conversations.current();
    conversations.hold({ id: nanoid(22), conversation, author: { kind: 'bot' }, parts, at: accounts.clock.date() });
    quietly(flow === undefined ? messenger.open({ conversation }) : messenger.startFlow(flow));
  }

  async function drawMessage(
    { article, flow }: { article?: string; flow?: string },
    text: string,
    answers: Answers,
    signal: AbortSignal,
  ) {
    let isTaken = false;
    const take = () => {
      if (isTaken) return;
      isTaken = true;
      say(text, article, flow).catch((thrown) => onError(toSobaniError(thrown)));
    };
    const gone = await draw({ kind: 'teaser', by: store.options.value.name, text }, take, answers, signal);
    if (!gone) return undefined;
    launcher()?.badge(1);
    // who opens the panel by the launcher has seen that there is something
    const unsubscribe = store.isOpen.subscribe((isOpen) => {
      if (!isOpen || isTaken) return;
      answers.engaged();
      take();
    });
    return () => {
      unsubscribe();
      gone();
      launcher()?.badge(store.isOpen.value ? 0 : store.unread.value);
    };
  }

  return async (what, data, answers, signal) => {
    const by = store.options.value.name;
    if ('teaser' in what) {
      const { text, avatar, action } = what.teaser;
      const press = () => (action ? go(action, data) : quietly(messenger.open('conversation')));
      return draw({ kind: 'teaser', by, text: write(text, data), avatar }, press, answers, signal);
    }
    if ('message' in what) return drawMessage(what.message, write(what.message.text, data), answers, signal);
    if ('article' in what) {
      const found = (await help())?.article(what.article);
      if (!found)
        throw new SobaniError('not-found', `The rules name an article "${what.article}", which is not there.`);
      const { id, title, description: text } = found;
      return draw({ kind: 'teaser', by, title, text }, () => go({ article: id }, data), answers, signal);
    }
    if ('flow' in what) {
      await messenger.startFlow(what.flow);
      return null;
    }
    if ('survey' in what) {
      return (await showSurvey!(what.survey)) === false ? undefined : null;
    }
    const one = 'banner' in what ? what.banner : what.hint;
    const { text, action } = one;
    const words = { text: write(text, data), action: maybe(action?.label, data) };
    const shown: Shown =
      'at' in one
        ? { kind: 'hint', ...words, at: one.at, title: maybe(one.title, data), placement: one.placement }
        : { kind: 'banner', ...words, place: one.place ?? 'top' };
    return draw(shown, action && (() => go(action, data)), answers, signal);
  };
}
