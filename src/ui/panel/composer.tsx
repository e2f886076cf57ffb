import { Component } from 'preact';
import * as LIMITS from '../../core/limits.js';
import type { Messenger } from '../../types.js';
import { Icon, SEND } from '../kit/icon.js';
import { isIme } from '../kit/ime.js';
import type { Panel } from './context.js';
import type { Screens } from './screens.js';

/** What may hold a card number, an IBAN or a key, and is worth a closer look. */
const ODD = /(\p{Nd}\P{Nd}?){12}|\w{20}/u;

/** Sends them with the words, which may be none. */
export type Attached = Pick<Messenger, 'send'>;

interface Props {
  panel: Panel;
  id: string;
  screens: Screens | false | undefined;
}

/**
 * Where the visitor writes to conversation `id`; from another screen, sending leads there.
 * The element keeps its own text, since an input method breaks when it is written into; the draft mirrors it.
 */
export class Composer extends Component<Props, { error: unknown }> {
  // declared, not defined: that would bring along what older browsers need for it
  declare private input: HTMLTextAreaElement | null;
  declare private isSending: boolean | undefined;
  /** Files that go along, where there are any. */
  declare attached: Attached | undefined;
  declare private masking: typeof import('../masking/masking.js') | undefined;

  override componentDidMount() {
    this.write();
  }

  override componentDidUpdate(before: Props) {
    if (before.id !== this.props.id) this.setState({ error: '' });
    this.write();
  }

  private get draft() {
    return this.props.panel.drafts.value.get(this.props.id) ?? '';
  }

  /** Makes the element say what the draft says, where a screen has changed it. */
  private write() {
    if (this.input!.value !== this.draft) this.input!.value = this.draft;
    if (this.masking || !ODD.test(this.draft)) return;
    import('../masking/masking.js').then(
      (it) => {
        this.masking = it;
        this.forceUpdate();
      },
      () => {},
    );
  }

  private async send() {
    const { panel, id } = this.props;
    const { messenger, state, actions, drafts, replies } = panel;
    const value = this.draft;
    const { attached } = this;
    if (!(value.trim() || attached) || value.trim().length > LIMITS.text || this.isSending) return;
    this.isSending = true;
    let error: unknown = '';
    this.setState({ error });
    try {
      const to = replies.value.get(id);
      const sent = await (attached ?? messenger).send(value.trim(), {
        conversation: id,
        ...(to && { replyTo: to.id }),
      });
      if (to) replies.value = new Map();
      // only now is it safe to take the words away, and only those: more may have been written since
      const now = drafts.value.get(id) ?? '';
      actions.draft(id, now.startsWith(value) ? now.slice(value.length) : now);
      if (state.view.value.screen === 'home') actions.go({ screen: 'conversation', id: sent.conversation });
    } catch (thrown) {
      error = thrown;
    }
    this.setState({ error });
    this.isSending = false;
  }

  override render({ panel, id, screens }: Props) {
    const { actions, t } = panel;
    const { masking } = this;
    const { error } = this.state;
    const draft = this.draft;
    const left = LIMITS.text - draft.trim().length;
    return (
      <form
        part="composer"
        onSubmit={(event) => {
          event.preventDefault();
          void this.send();
        }}
      >
        {screens && <screens.Replying id={id} />}
        {screens ? <screens.Refusal id={id} error={error} left={left} /> : error && <p role="alert">{t('failed')}</p>}
        {screens && <screens.Attach id={id} composer={this} />}
        {masking && <masking.Masking panel={panel} id={id} field={this.input!} />}
        {/* the style sheet draws the copy unseen: it gives the field its height, without measuring */}
        <div class="field" data-text={draft.slice(0, 600)}>
          <textarea
            part="input"
            ref={(element) => {
              this.input = element;
            }}
            rows={1}
            dir="auto"
            enterkeyhint="send"
            placeholder={t('write')}
            aria-label={t('write')}
            onInput={({ currentTarget: { value } }) => {
              actions.draft(id, value);
              this.forceUpdate();
              if (value.trim()) actions.typing(id);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey && !isIme(event)) {
                event.preventDefault();
                void this.send();
              }
            }}
          />
          {screens && <screens.Tools id={id} composer={this} field={this.input} />}
          <button
            part="send"
            type="submit"
            aria-label={t('send')}
            disabled={!(draft.trim() || this.attached) || left < 0}
          >
            <Icon d={SEND} />
          </button>
        </div>
      </form>
    );
  }
}
