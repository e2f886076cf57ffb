/** All conversations of the visitor, and a search in them, as a download of its own. It has no hooks: see share/share.tsx. */
import '../panel/screens.js';
import { Component } from 'preact';
import { enConversations } from '../../i18n/en-conversations.js';
import { addEnglish } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import { ConversationCard } from '../conversation/conversation-cards.js';
import { plain } from '../conversation/words.js';
import { SEARCH } from '../kit/drawings.js';
import { text } from '../kit/gate.js';
import { Icon, PEN } from '../kit/icon.js';
import type { Panel } from '../panel/context.js';
import { start } from '../panel/start.js';
import conversationsCss from './conversations.css?inline';
import { type Found, find, wordsOf } from './find.js';

export { GoneScreen } from './gone.js';

addEnglish(enConversations);

const sheet = styleSheet(conversationsCss);

/** Conversations on screen before the visitor asks for more, and how many more each time. */
const WINDOW = 40;

export class ConversationsScreen extends Component<{ panel: Panel }, { limit?: number }> {
  override componentDidMount() {
    adopt(this.props.panel.root, sheet);
  }

  /** Of each conversation the last message that has all the words. */
  private search(query: string) {
    const { state, t } = this.props.panel;
    const words = wordsOf(query);
    return state.conversations.value.flatMap((conversation) => {
      const messages = state.messages(conversation.id).value;
      for (let i = messages.length - 1; i >= 0; i--) {
        const found = find(messages[i]!, plain(t, messages[i]), words);
        if (found) return [{ conversation, found }];
      }
      return [];
    });
  }

  override render({ panel }: { panel: Panel }) {
    const { state, actions, scrolls, t } = panel;
    const { limit = WINDOW } = this.state;
    const view = state.view.value;
    const query = view.screen === 'conversations' ? text(view.query) : '';
    const all = state.conversations.value;
    const isSearch = !!query.trim();
    const shown: { conversation: (typeof all)[number]; found?: Found }[] = isSearch
      ? this.search(query)
      : all.map((conversation) => ({ conversation }));
    return (
      <section part="conversations">
        <div
          class="scroll"
          ref={(element) => {
            if (element && !element.scrollTop) element.scrollTop = scrolls.get('conversations') ?? 0;
          }}
          onScroll={({ currentTarget }) => scrolls.set('conversations', currentTarget.scrollTop)}
        >
          {all[0] ? (
            <label class="search">
              <Icon d={SEARCH} />
              {/* biome-ignore lint/a11y/useSemanticElements: a search input keeps Escape to itself, and here it closes the panel */}
              <input
                value={query}
                dir="auto"
                role="searchbox"
                enterkeyhint="search"
                autocomplete="off"
                placeholder={t('searchMessages')}
                aria-label={t('searchMessages')}
                onInput={({ currentTarget }) => {
                  scrolls.delete('conversations');
                  actions.go({ screen: 'conversations', query: currentTarget.value });
                }}
              />
            </label>
          ) : (
            state.restored.value && <p class="none">{t('noConversations')}</p>
          )}
          <div aria-live="polite" class="small">
            {isSearch && (
              <>
                <p dir="auto">{shown[0] ? t('found', { n: shown.length }) : t('foundNothing', { query })}</p>
                <p>{t('searchedHere')}</p>
              </>
            )}
          </div>
          {!!shown[0] && (
            <ul>
              {shown.slice(0, limit).map(({ conversation, found }) => (
                <li key={conversation.id}>
                  <ConversationCard conversation={conversation} found={found && marked(found)} />
                </li>
              ))}
            </ul>
          )}
          {shown.length > limit && (
            <button type="button" class="pill" onClick={() => this.setState({ limit: limit + WINDOW })}>
              {t('showMore')}
            </button>
          )}
        </div>
        {state.restored.value && (
          <button type="button" class="solid begin" onClick={() => void start(panel, actions.current())}>
            <Icon d={PEN} />
            {t('start')}
          </button>
        )}
      </section>
    );
  }
}

/** What was found, with the words set off. */
function marked({ text, marks }: Found) {
  let end = 0;
  const runs = marks.map(([from, to]) => {
    const before = text.slice(end, from);
    end = to;
    return [before, <mark key={from}>{text.slice(from, to)}</mark>];
  });
  return [...runs, text.slice(end)];
}
