/** Part of the composition root: forms and surveys that are answered, and surveys that are shown. */
import { nanoid } from 'nanoid';
import { SobaniError } from './core/errors.js';
import { lazy } from './core/lazy.js';
import { ratingKey } from './core/rows.js';
import type { Engine } from './engine.js';
import type { Parts } from './messenger.js';
import { createAsked } from './surveys/asked.js';
import type { Survey, Surveys } from './surveys/format.js';
import { parseSurveys } from './surveys/parse.js';
import { surveyPart } from './surveys/part.js';
import { tellRatings } from './surveys/pending.js';
import type { Author, Part, Rating, Scalar } from './types.js';

type RatingPart = Extract<Part, { type: 'rating' }>;

interface Known {
  /** Whoever answers the bot lets go along what the host knows. */
  agree(): void;
  /** The bot listens, where the host has one. */
  listen(): Promise<unknown>;
  /** The rules file as it is; null where the host has none. */
  rules(): Promise<unknown>;
  /** Notes what was answered as traits. */
  trait(traits: Record<string, Scalar>): Promise<void>;
  /** Of our one element, where it is on the page. */
  root(): ShadowRoot | undefined;
  /** What shows a survey as a card. */
  draw: (() => Promise<typeof import('./ui/survey/survey.js')>) | undefined;
}

const isRating = (part: Part): part is RatingPart => part.type === 'rating';

export function joinFeedback(
  { store, emit, onError }: Parts,
  { accounts, conversations, act }: Engine,
  { agree, listen, rules, trait, root: rootOf, draw }: Known,
) {
  const now = accounts.clock.date;
  const asked = createAsked(() => accounts.scope.disk, now);
  const file = lazy(async (): Promise<Surveys> => {
    const json = await rules();
    return json === null ? { surveys: [], messages: {} } : parseSurveys(json);
  });
  const partOf = ({ messages }: Surveys, survey: Survey) => surveyPart(survey, store.locale.value, messages);

  /** Shown in a conversation and in no log: it has ended, or this is for this page alone. */
  const show = (conversation: string, kind: Author['kind'], part: Part) => {
    const message = { id: nanoid(22), conversation, author: { kind }, parts: [part], at: now() };
    store.apply({ type: 'message', message }, 'system');
  };

  let telling = Promise.resolve();
  /** What waits is told to the back end, one time after the other; what cannot be is by the next connection. */
  const tell = () => {
    telling = telling
      .then(async () => {
        const { scope } = accounts;
        accounts.connect(true);
        const { session } = scope.connection;
        if (session) await tellRatings(scope.disk, session, onError);
      })
      .catch(() => {});
    return telling;
  };
  /** Where the survey says so, the score is a trait from now on. */
  const note = async ({ survey, score }: Rating) => {
    const { save } = (await file()).surveys.find(({ id }) => id === survey) ?? {};
    if (save) await trait({ [save]: score });
  };
  const told = (rating: Rating, conversation: string | null) => {
    const { survey, kind, score, max, remark } = rating;
    emit('survey', {
      ...{ survey, kind, score, max },
      ...(remark !== undefined && { remark }),
      ...(conversation !== null && { conversation }),
    });
    note(rating).catch(onError);
  };
  /** Keeps an answer that is no message until the back end has it. */
  const keep = async (conversation: string | null, { survey, kind, score, max, remark }: Rating) => {
    const id = nanoid(22);
    const rating = { id, survey, kind, score, max, ...(remark !== undefined && { remark }) };
    await accounts.scope.disk.write([[ratingKey(id), { conversation, rating }]]);
    told(rating, conversation);
    void tell();
  };
  const rateEnded = async (conversation: string, part: RatingPart) => {
    const row = await asked.look(part.survey);
    // in another tab, perhaps
    if (row?.conversation === conversation && row.isOver) return;
    await keep(conversation, part);
    await asked.note(part.survey, { conversation, isOver: true });
  };

  /** Conversations that were seen to go on; and those at whose end somebody was asked here. */
  const going = new Set<string>();
  const ends = new Set<string>();
  const ask = (conversation: string, part: Part) => {
    if (store.conversation(conversation)?.status !== 'resolved' || ends.has(conversation)) return false;
    ends.add(conversation);
    show(conversation, 'system', part);
    return true;
  };
  const automatic = async () => {
    const found = await file();
    return found.surveys
      .filter(({ auto }) => auto === 'resolved')
      .map((survey) => ({ survey, part: partOf(found, survey) }));
  };
  const ended = async (conversation: string) => {
    for (const { survey, part } of await automatic()) {
      const row = await asked.look(survey.id);
      // another tab was first, and it is asked in each
      const isOpen = row?.conversation === conversation && !row.isOver;
      if (!isOpen && !(await asked.isTime(survey))) continue;
      if (ask(conversation, part) && !isOpen) await asked.note(survey.id, { conversation });
      return;
    }
  };
  /** Asked before this page was loaded, and not answered. */
  const resume = async () => {
    for (const { survey, part } of await automatic()) {
      const row = await asked.look(survey.id);
      if (row?.conversation && !row.isOver) ask(row.conversation, part);
    }
  };
  const look = ({ id, status }: { id: string; status: string }) => {
    if (status !== 'resolved') {
      going.add(id);
      ends.delete(id);
    } else if (going.delete(id) && store.options.value.rules) ended(id).catch(onError);
  };
  let card: (() => void) | undefined;
  let isShowing = false;
  const away = () => {
    card?.();
    card = undefined;
  };
  for (const conversation of store.conversations.value) look(conversation);
  if (store.options.value.rules) resume().catch(onError);
  const unlisten = store.listen((event) => {
    if (event.type === 'conversation') look(event.conversation);
    if (event.type === 'options') file.reset();
    if (event.type === 'panel' && event.isOpen) away();
    if (event.type !== 'cleared') return;
    away();
    going.clear();
    ends.clear();
  });

  return {
    tell,
    /** A survey as it is shown in a conversation; undefined where the rules file has none of that id. */
    async part(id: string) {
      const found = await file();
      const survey = found.surveys.find((one) => one.id === id);
      return survey && partOf(found, survey);
    },
    /** @throws SobaniError as `send` */
    async answer(conversation: string, parts: Part[]): Promise<void> {
      const { scope } = accounts;
      await act();
      agree();
      await listen().catch(onError);
      if (scope.isClosed) throw new SobaniError('auth', 'Whoever answered this is not signed in any more.');
      const ratings = parts.filter(isRating);
      if (store.conversation(conversation)?.status === 'resolved' && ratings.length === parts.length) {
        for (const part of ratings) {
          await rateEnded(conversation, part);
          show(conversation, 'visitor', part);
        }
        return;
      }
      await conversations.answer(parts, conversation);
      for (const part of ratings) {
        await asked.note(part.survey, { conversation, isOver: true });
        told(part, conversation);
      }
    },
    /** @throws SobaniError `not-found`, or what is wrong with the rules file */
    async survey(id: string): Promise<boolean> {
      const root = rootOf();
      const found = await file();
      const survey = found.surveys.find((one) => one.id === id);
      if (!survey) throw new SobaniError('not-found', `The rules file has no survey "${id}".`, { path: 'id' });
      if (!root || !draw || isShowing || card || store.isOpen.value || !(await asked.isTime(survey))) return false;
      isShowing = true;
      try {
        const { showSurveyCard } = await draw!();
        const close = await showSurveyCard({
          ...{ root, state: store, part: partOf(found, survey) },
          async onRate(rating) {
            await act();
            await keep(null, rating);
            await asked.note(id, { isOver: true });
          },
          onGone(isClosed) {
            card = undefined;
            // to put it away is an act, after which it may be kept that they were asked
            if (isClosed) void act().catch(() => {});
          },
        });
        // opened meanwhile
        if (store.isOpen.value) {
          close();
          return false;
        }
        card = close;
        await asked.note(id);
        return true;
      } finally {
        isShowing = false;
      }
    },
    leave() {
      unlisten();
      away();
    },
  };
}
