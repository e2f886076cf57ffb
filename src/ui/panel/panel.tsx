import { Component, type ComponentChildren, type ComponentType, render } from 'preact';
import { has } from '../../core/options.js';
import { type ReadonlySignal, signal } from '../../core/signal.js';
import { isLoaded, loadLanguage, translate } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import type { Message } from '../../types.js';
import { afterPaint } from '../after-paint.js';
import { HomeScreen } from '../home/home.js';
import type { PanelHost } from '../host.js';
import { text } from '../kit/gate.js';
import { isIme } from '../kit/ime.js';
import { Blank } from './blank.js';
import { Composer } from './composer.js';
import contentCss from './content.css?inline';
import { type Panel, PanelContext } from './context.js';
import { focusIn } from './focus.js';
import { Header } from './header.js';
import panelCss from './panel.css?inline';
import type { Screens } from './screens.js';
import { teamName } from './words.js';

/** Screens that are a download of their own. `gone` stands in place of a conversation that is not known. */
const LATER: Record<string, () => Promise<ComponentType<{ panel: Panel }>>> = {
  share: () => import('../share/share.js').then((it) => it.ShareScreen),
  conversations: () => import('../conversations/conversations.js').then((it) => it.ConversationsScreen),
  settings: () => import('../settings/settings.js').then((it) => it.SettingsScreen),
  gone: () => import('../conversations/conversations.js').then((it) => it.GoneScreen),
};

/** Made when it is first needed: where this is imported there may be no window. */
let sheet: CSSStyleSheet | undefined;

/** When the task began in which this is run, or drawn. */
let began = performance.now();
const isSlow = (most: number) => performance.now() - began > most;
/**
 * Starting, drawing, laying out and showing: a slow phone needs a task for each, so that none is a long one; others would only
 * wait for it. `most`: milliseconds after which the next is a task of its own.
 */
const inTurn = (next: () => void, most = 16) => {
  if (!isSlow(most)) return next();
  setTimeout(() => {
    began = performance.now();
    next();
  });
};

interface LookProps {
  look: (own: Look) => ComponentChildren;
  onDrawn: () => void;
}

/** Draws all anew when it is told to, in one go with what the hooks of the screens ask for. */
class Look extends Component<LookProps> {
  override componentDidUpdate() {
    this.props.onDrawn();
  }

  override render({ look }: LookProps) {
    return look(this);
  }
}

/**
 * Draws the panel into `into`, a child of the host's shadow root. Returns what takes it away again.
 * What it shows at once has no hooks, which come with `screens`: its state is here, and `look` shows all of it.
 */
export function renderPanel(host: PanelHost, into: HTMLElement): () => void {
  const { messenger, root, state, drafts, availability, news, actions } = host;
  const kept = { scrolls: new Map(), replies: signal<ReadonlyMap<string, Message>>(new Map()) };
  let panel: Panel | undefined;
  // fetched: nothing yet, or false when it could not be had
  let screens: Screens | false | undefined;
  const later: Record<string, ComponentType<{ panel: Panel }> | false> = {};
  let leave: (() => void) | undefined;
  let focused: string | false = false;
  /** Null when it is gone. */
  let drawn: Look | null | undefined;

  const drawSoon = () => drawn?.forceUpdate();
  const loadScreens = () =>
    import('./screens.js')
      .then(
        (it) => {
          if (drawn === null || screens) return;
          // before anything is measured
          adopt(root, it.sheet);
          leave = it.attachPanel(into, host);
          screens = it;
        },
        () => {
          screens = false;
        },
      )
      .then(() => inTurn(drawSoon));
  const loadLater = (screen: string) =>
    LATER[screen]!()
      .catch(() => false as const)
      .then((it) => {
        later[screen] = it;
        drawSoon();
      });
  /** A new language shows when its texts are there; without them, English. */
  const speak = (locale: string) => {
    const done = () => {
      if (locale !== state.locale.value) return;
      panel = { ...host, ...kept, t: translate(locale) };
      drawSoon();
    };
    if (isLoaded(locale)) done();
    else loadLanguage(locale).then(done, done);
  };

  const look = (own: Look) => {
    drawn = own;
    if (!panel) return null;
    const { t } = panel;
    const view = state.view.value;
    const { screen } = view;
    const isTalk = screen === 'conversation';
    const isHelp = ['help', 'collection', 'article'].includes(screen);
    const id = isTalk ? text(view.id) : actions.current();
    const isEnded = isTalk && state.conversations.value.find((it) => it.id === id)?.status === 'resolved';
    const isGone = isTalk && state.restored.value && !actions.isKnown(id);
    const name = isGone ? 'gone' : text(screen);
    const Later = later[name];
    if (Later === undefined && LATER[name]) void loadLater(name);
    const canWrite = steps > 0 && (isTalk || screen === 'home') && !isGone && has(state.options.value, 'chat|bot');

    return (
      <PanelContext.Provider value={panel}>
        {screens && <screens.Announcer key="announcer" id={id} />}
        <Header key="header" panel={panel} screens={screens} />
        {!steps ? null : screen === 'home' ? (
          <HomeScreen panel={panel} screens={screens} />
        ) : screens && isTalk && !isGone ? (
          <screens.Transcript key={id} id={id} />
        ) : screens && Later ? (
          <Later panel={panel} />
        ) : screens && isHelp ? (
          <screens.HelpScreen key="help" view={view} />
        ) : (
          <Blank
            t={t}
            hasFailed={(screens ? Later : screens) === false}
            retry={() => void (screens ? loadLater(name) : loadScreens())}
          />
        )}
        {/* below: what is being read stays where it is when it comes, and it tells of what is written */}
        {screens && <screens.Notice key="notice" />}
        {screens && canWrite && <screens.ShareLink key="link" id={id} />}
        {isEnded
          ? screens && <screens.Ended id={id} />
          : canWrite && <Composer key="composer" panel={panel} id={id} screens={screens} />}
      </PanelContext.Provider>
    );
  };
  /** How often it was drawn: its header, then the rest; then it is shown. */
  let steps = 0;
  /** Unseen, since the first layout takes long for its fonts and sheets, however little there is. */
  const layOut = () => {
    // drawn once more already, for something has changed
    if (steps > 1) return;
    into.style.visibility = 'hidden';
    into.hidden = !state.isOpen.value;
    into.getBoundingClientRect();
    inTurn(drawSoon);
  };
  const onDrawn = () => {
    if (++steps === 1) return inTurn(isSlow(9) ? layOut : drawSoon);
    if (steps === 2) return inTurn(() => drawn && onDrawn());
    const isOpen = state.isOpen.value;
    const { screen } = state.view.value;
    into.hidden = !isOpen;
    into.style.visibility = '';
    if (!panel) return;
    const { t } = panel;
    into.setAttribute('aria-label', teamName(t, state.options.value));
    into.lang = t.locale;
    const wasOpen = !!focused;
    if (isOpen && screen !== focused) focusIn(into, screen === 'help' ? 'input' : 'textarea', wasOpen);
    focused = isOpen && screen;
  };

  sheet ??= styleSheet(panelCss + contentCss);
  adopt(root, sheet);
  into.setAttribute('role', 'dialog');
  into.tabIndex = -1;
  into.onkeydown = (event) => {
    if (event.key !== 'Escape' || isIme(event) || root.host.hasAttribute('inline')) return;
    // a dialog of the page that we are in stays open
    event.preventDefault();
    void messenger.close();
  };
  const { options, restored, person, isOpen, view, conversations } = state;
  const watched: ReadonlySignal<unknown>[] = [
    options,
    restored,
    person,
    isOpen,
    view,
    conversations,
    drafts,
    availability,
    news,
  ];
  const forget = () => {
    kept.scrolls.clear();
    kept.replies.value = new Map();
    drawSoon();
  };
  const undo = [
    state.locale.subscribe(speak),
    state.cleared.subscribe(forget),
    ...watched.map((signal) => signal.subscribe(drawSoon)),
  ];
  inTurn(() => {
    if (drawn === null) return;
    render(<Look look={look} onDrawn={onDrawn} />, into);
    onDrawn();
  }, 9);
  // the composer can be used in the first frame; what shows the answer follows it
  afterPaint(loadScreens);

  return () => {
    drawn = null;
    for (const undoOne of undo) undoOne();
    leave?.();
    into.onkeydown = null;
    render(null, into);
  };
}
