import { Component, render } from 'preact';
import type { State } from '../../core/state.js';
import { loadLanguage, translate } from '../../i18n/translate.js';
import { adopt } from '../../theme/adopt.js';
import { CLOSE, Icon } from '../kit/icon.js';
import { sheet } from './sheet.js';
import { type RatingPart, Survey, type SurveyPart } from './survey-form.js';

export interface SurveyCardOptions {
  /** The root that the launcher is in. */
  root: ShadowRoot;
  state: Pick<State, 'locale'>;
  part: SurveyPart;
  onRate(rating: RatingPart): Promise<unknown>;
  /** It has gone. `isClosed`: the visitor has put it away. */
  onGone(isClosed: boolean): void;
}

/** Milliseconds for which it says thanks. */
const THANKS = 4_000;

/**
 * Shows a survey beside the launcher, without taking the focus. It goes by itself when it has thanked. Returns what takes
 * it away.
 */
export async function showSurveyCard(options: SurveyCardOptions): Promise<() => void> {
  const { root, state } = options;
  // without its texts, English
  await loadLanguage(state.locale.value).catch(() => {});
  adopt(root, sheet);
  const into = document.createElement('div');
  into.part.add('survey');
  root.append(into);
  const leave = (isClosed = false) => {
    if (!into.isConnected && !into.firstChild) return;
    render(null, into);
    into.remove();
    options.onGone(isClosed);
  };
  render(<Card {...options} into={into} leave={leave} />, into);
  return leave;
}

interface CardProps extends SurveyCardOptions {
  into: HTMLElement;
  leave(isClosed?: boolean): void;
}

class Card extends Component<CardProps, { isOver: boolean; isSaid: boolean }> {
  override state = { isOver: false, isSaid: false };
  declare private timer: ReturnType<typeof setTimeout> | undefined;
  declare private undo: () => void;

  override componentDidMount() {
    const { state, into } = this.props;
    const speak = () => {
      into.lang = translate(state.locale.value).locale;
      this.forceUpdate();
    };
    this.undo = state.locale.subscribe((locale) => {
      loadLanguage(locale).then(speak, speak);
    });
    // what comes into a place that stands already is spoken
    this.setState({ isSaid: true });
  }

  override componentWillUnmount() {
    clearTimeout(this.timer);
    this.undo();
  }

  private close() {
    this.props.leave(true);
  }

  private async rate(rating: RatingPart) {
    await this.props.onRate(rating);
    this.setState({ isOver: true });
    this.timer = setTimeout(() => this.props.leave(), THANKS);
  }

  override render({ state, part }: CardProps) {
    const { isOver, isSaid } = this.state;
    const t = translate(state.locale.value);
    return (
      <section
        aria-label={t('survey')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') this.close();
        }}
      >
        <span class="unseen" role="status">
          {isSaid && !isOver && part.text}
        </span>
        <button type="button" class="leave" aria-label={t('closeSurvey')} onClick={() => this.close()}>
          <Icon d={CLOSE} />
        </button>
        <Survey t={t} part={part} isOver={isOver} onRate={(rating) => this.rate(rating)} />
      </section>
    );
  }
}
