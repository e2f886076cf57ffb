/** The help centre as a visitor has it, who was somewhere before, and is on some page now. */
import type { Emitter } from '../core/emitter.js';
import type { HelpCentre } from '../core/ports.js';
import type { Store } from '../core/store.js';
import type { LoadedHelp } from './load.js';
import { meant } from './meant.js';
import { parsePages } from './pages.js';
import { createRecent, type Recent } from './recent.js';
import { type Here, namesIn, suggest } from './suggest.js';

/** Articles that are suggested. */
const MOST = 3;
/** Characters of a reason. */
const LONGEST = 500;

interface Options extends Omit<Parameters<typeof createRecent>[0], 'store'> {
  store: Store;
  on: Emitter['on'];
  /** Of the page below. */
  page(): Pick<Here, 'path' | 'title'>;
  /** What is known of it besides. */
  known(): Record<string, unknown>;
  feedback: NonNullable<HelpCentre['feedback']>;
}

export interface VisitorsHelp {
  /** That help centre, with what is known of the visitor. @throws SobaniError `invalid` where it names pages wrongly */
  of(centre: LoadedHelp): HelpCentre;
  settled: Recent['settled'];
  detach(): void;
}

export function attachVisitor({ store, on, page, known, feedback, ...options }: Options): VisitorsHelp {
  const recent = createRecent({ store, ...options });
  let query = '';
  // the first article may have been opened before this was there
  const view = store.view.value;
  if (view.screen === 'article') recent.note(view.id);
  const undo = [
    on('article', ({ id }) => recent.note(id)),
    on('search', (search) => {
      if (search.by === 'visitor' && search.hits) query = search.query;
    }),
    store.listen((event) => {
      if (event.type === 'cleared') query = '';
    }),
    recent.detach,
  ];
  return {
    of(centre) {
      const { articles, terms, words, read } = centre.index;
      const isNamed = new Map(
        articles.flatMap(({ id, pages }, i) => (pages ? [[id, parsePages(pages, `articles.${i}.pages`, read)]] : [])),
      );
      const about = { articles, terms, stop: words.stop, isNamed };
      return {
        ...centre,
        meant: (asked) => meant(centre, asked),
        recent: () => centre.lines(recent.list()),
        suggested: () => centre.lines(suggest(about, { ...page(), names: namesIn(known()), query })).slice(0, MOST),
        feedback(id, helpful, reason = '') {
          const why = reason.trim().slice(0, LONGEST);
          feedback(id, helpful, why || undefined);
        },
      };
    },
    settled: recent.settled,
    detach() {
      for (const undoOne of undo) undoOne();
    },
  };
}
