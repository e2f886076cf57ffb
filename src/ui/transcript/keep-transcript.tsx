/** The ways to keep a conversation, as a download of its own: a text file made here, or a mail by way of the team's back end. */
import '../panel/screens.js';
import { Component } from 'preact';
import { toSobaniError } from '../../core/errors.js';
import { enTranscript } from '../../i18n/en-transcript.js';
import { addEnglish } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import { Icon } from '../kit/icon.js';
import type { Panel } from '../panel/context.js';
import type { download } from '../share/download.js';
import transcriptCss from './transcript.css?inline';
import { transcriptText } from './transcript-text.js';

addEnglish(enTranscript);

const sheet = styleSheet(transcriptCss);
const TRAY = 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14';
const ENVELOPE = 'M4 6h16v12H4Zm0 1 8 6 8-6';
/** Pages of older messages that are fetched for it. */
const PAGES = 100;

type Problem = 'notAddress' | 'mailRate' | 'mailUnsupported' | 'mailFailed';
type Step = 'rest' | 'address' | 'mailing' | 'mailed';

interface Props {
  panel: Panel;
  id: string;
  /** Of the file that shows this one: to be had from there costs each visitor one more. */
  download: typeof download;
}

const problemOf = (thrown: unknown): Problem => {
  const { code } = toSobaniError(thrown);
  if (code === 'invalid') return 'notAddress';
  if (code === 'rate') return 'mailRate';
  return code === 'unsupported' ? 'mailUnsupported' : 'mailFailed';
};

export class KeepTranscript extends Component<Props, { step?: Step; problem?: Problem | ''; isBusy?: boolean }> {
  // declared, not defined: that would bring along what older browsers need for it
  declare private kept: Awaited<ReturnType<Panel['actions']['keep']>> | undefined;
  declare private to: string;

  override componentDidMount() {
    const { panel, id } = this.props;
    adopt(panel.root, sheet);
    panel.actions.keep(id).then(
      (kept) => {
        this.kept = kept;
        this.setState({});
      },
      () => {},
    );
  }

  private async save() {
    const { panel, id, download } = this.props;
    const { state, actions, t } = panel;
    if (this.state.isBusy) return;
    this.setState({ isBusy: true });
    let isWhole = false;
    let reference = '';
    try {
      ({ reference } = await actions.keep(id));
      for (let pages = 0; !isWhole && pages < PAGES; pages++) {
        // the first place of a log is 1
        const first = state.messages(id).value.find(({ seq }) => seq);
        isWhole = !first || first.seq === 1 || !(await actions.earlier(id));
      }
    } catch {
      // what is here is kept all the same, and says that it is not the whole
    }
    const messages = state.messages(id).value;
    const text = transcriptText(t, { messages, reference, isWhole, options: state.options.value });
    download(text, `conversation-${reference}.txt`, 'text/plain;charset=utf-8');
    this.setState({ isBusy: false });
  }

  private async send(field: HTMLInputElement) {
    const to = field.value.trim();
    // the back end looks closer
    if (!to || !field.validity.valid) return this.setState({ problem: 'notAddress' });
    this.to = to;
    this.setState({ step: 'mailing', problem: '' });
    try {
      await this.kept!.mail!(to);
      this.setState({ step: 'mailed' });
    } catch (thrown) {
      this.setState({ step: 'address', problem: problemOf(thrown) });
    }
  }

  private mailing() {
    const { t } = this.props.panel;
    const { step = 'rest', problem } = this.state;
    if (step === 'rest') {
      return (
        <button type="button" class="card" onClick={() => this.setState({ step: 'address' })}>
          <Icon d={ENVELOPE} />
          <span>
            <strong>{t('mailIt')}</strong>
            <small>{t('mailItIs')}</small>
          </span>
        </button>
      );
    }
    if (step === 'mailed') {
      return (
        <p class="card told" role="status" tabIndex={-1} ref={(element) => element?.focus()}>
          {t('mailed', { to: this.to })}
        </p>
      );
    }
    return (
      <form
        class="card told mailing"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void this.send(event.currentTarget.elements[0] as HTMLInputElement);
        }}
      >
        <label for="mail-to">{t('mailTo')}</label>
        <input
          id="mail-to"
          type="email"
          inputMode="email"
          autoComplete="email"
          required
          aria-invalid={problem === 'notAddress'}
          aria-describedby="mail-problem"
          readOnly={step === 'mailing'}
          ref={(element) => {
            if (element && !element.value && step === 'address') element.focus();
          }}
        />
        <p id="mail-problem" role="alert" class="error small">
          {problem && t(problem)}
        </p>
        <button type="submit" class="solid" disabled={step === 'mailing'}>
          {t(step === 'mailing' ? 'mailing' : 'mailSend')}
        </button>
      </form>
    );
  }

  override render() {
    const { t } = this.props.panel;
    const { isBusy } = this.state;
    return (
      <>
        <button type="button" class="card" aria-busy={isBusy} onClick={() => void this.save()}>
          <Icon d={TRAY} />
          <span>
            <strong>{t('transcript')}</strong>
            <small>{t(isBusy ? 'gathering' : 'transcriptIs')}</small>
          </span>
        </button>
        {this.kept?.mail && this.mailing()}
      </>
    );
  }
}
