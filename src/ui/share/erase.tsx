import { Component } from 'preact';
import { Icon } from '../kit/icon.js';
import type { Panel } from '../panel/context.js';
import { BIN } from './drawings.js';

type Step = 'erase' | 'eraseAsk' | 'erasing' | 'erased' | 'erasedHere' | 'failed';

interface Props {
  panel: Panel;
  /** It was tried, whatever became of it. */
  onEnd: () => void;
}

/** Deletes everything, here and at the back end, once that was said twice; and says what became of it. */
export class Erase extends Component<Props, { step?: Step }> {
  // declared, not defined: that would bring along what older browsers need for it
  declare private undo: (() => void) | undefined;
  declare private next: HTMLElement | null;

  override componentWillUnmount() {
    this.undo?.();
  }

  private go(step: Step) {
    this.setState({ step }, () => this.next?.focus());
  }

  private async erase() {
    const { messenger, actions, state } = this.props.panel;
    this.go('erasing');
    // whoever is forgotten is led home; here they are still told how it ended
    this.undo = state.cleared.subscribe(() => actions.go({ screen: 'share' }));
    let step: Step = 'failed';
    try {
      step = (await messenger.forget()).erased ? 'erased' : 'erasedHere';
    } catch {}
    this.undo();
    this.props.onEnd();
    this.go(step);
  }

  override render() {
    const { state, t } = this.props.panel;
    const { step = 'erase' } = this.state;
    const next = (element: HTMLElement | null) => {
      this.next = element;
    };
    if (step === 'erase') {
      return (
        <button type="button" class="card" ref={next} onClick={() => this.go('eraseAsk')}>
          <Icon d={BIN} />
          <span>
            <strong>{t('erase')}</strong>
            <small>{t('eraseIs')}</small>
          </span>
        </button>
      );
    }
    if (step !== 'eraseAsk' && step !== 'failed') {
      return (
        <p key={step} class="card told" role="status" tabIndex={-1} ref={next}>
          {t(step)}
        </p>
      );
    }
    const isAway = /offline|paused|unavailable|connecting/.test(state.status.value);
    return (
      <div class="card told">
        {step === 'failed' && (
          <p role="alert" class="error">
            {t(step)}
          </p>
        )}
        <p id="ask">{t('eraseAsk')}</p>
        {isAway && <small>{t('eraseAway')}</small>}
        <div class="choices">
          <button type="button" class="bad" aria-describedby="ask" onClick={() => void this.erase()}>
            {t('erase')}
          </button>
          <button type="button" aria-describedby="ask" ref={next} onClick={() => this.go('erase')}>
            {t('keep')}
          </button>
        </div>
      </div>
    );
  }
}
