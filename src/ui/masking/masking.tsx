/**
 * Warns, above the field, of a card number or the like in what the visitor types, and offers to hide it. It blocks nothing,
 * and nobody is told of it. A download of its own, with the first draft that may hold one.
 */
import { Component } from 'preact';
import { enMasking } from '../../i18n/en-masking.js';
import { addEnglish } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import type { Panel } from '../panel/context.js';
import css from './masking.css?inline';
import { findTyped, maskTyped, type Typed, type TypedKind } from './typed.js';

addEnglish(enMasking);
const sheet = styleSheet(css);

/** The rules are those of what is gathered, and come with them. */
const loading = import('../../context/context.js');

/** Milliseconds. */
const MOMENT = 100;

const TEXTS = { card: 'looksCard', iban: 'looksIban', secret: 'looksSecret' } as const satisfies Record<
  TypedKind,
  string
>;

interface Props {
  panel: Panel;
  /** The conversation whose draft it is. */
  id: string;
  field: HTMLTextAreaElement;
}

export class Masking extends Component<Props> {
  // declared, not defined: that would bring along what older browsers need for it
  declare private find: Parameters<typeof findTyped>[1] | undefined;
  declare private found: Typed[] | undefined;
  /** What an input method composes is left alone, and not judged either. */
  declare private isComposing: boolean | undefined;
  /** The visitor wants this draft as it is. */
  declare private isLeft: boolean | undefined;
  /** The conversation that these are of. */
  declare private of: string | undefined;
  /** It was announced for this draft. */
  declare private isSaid: boolean | undefined;
  declare private listeners: AbortController;

  override componentDidMount() {
    const { panel, field } = this.props;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    adopt(panel.root, sheet);
    const compose = ({ type }: Event) => {
      this.isComposing = type === 'compositionstart';
      this.forceUpdate();
    };
    for (const type of ['compositionstart', 'compositionend']) field.addEventListener(type, compose, { signal });
    const begin = (find: Parameters<typeof findTyped>[1]) => {
      if (signal.aborted) return;
      this.find = find;
      this.forceUpdate();
    };
    // the place of the announcement stands for a moment before it is filled, or it would not be read
    loading.then(
      ({ findSensitive }) => setTimeout(begin, MOMENT, findSensitive),
      () => {},
    );
  }

  override componentWillUnmount() {
    this.listeners.abort();
  }

  /** With another draft. */
  private begin() {
    this.isLeft = this.isSaid = false;
    this.of = this.props.id;
  }

  private get draft() {
    return this.props.panel.drafts.value.get(this.props.id) ?? '';
  }

  private look() {
    if (this.isComposing) return;
    const { draft, find, found } = this;
    if (this.of !== this.props.id) this.begin();
    this.found = find && !this.isLeft ? findTyped(draft, find) : [];
    if (found?.length && !this.found.length) this.isSaid = true;
    if (!draft) this.begin();
  }

  /** In place: the caret stays where it was, and undo brings the text back where the browser allows. */
  private hide() {
    const { field } = this.props;
    const text = field.value;
    const masked = this.find && maskTyped(text, findTyped(text, this.find));
    if (!masked || this.isComposing) return;
    const { from, to, by, place } = masked;
    const caret = [place(field.selectionStart), place(field.selectionEnd)] as const;
    field.focus({ preventScroll: true });
    field.setSelectionRange(from, to);
    if (!document.execCommand('insertText', false, by)) {
      field.setRangeText(by, from, to);
      field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
    }
    field.setSelectionRange(...caret);
  }

  private leave() {
    this.isLeft = true;
    this.props.field.focus({ preventScroll: true });
    this.forceUpdate();
  }

  override render({ panel: { t } }: Props) {
    this.look();
    const kind = this.found?.[0]?.kind;
    return (
      <div class={kind ? 'masking' : ''}>
        <p {...(this.isSaid ? {} : { role: 'status' })}>{kind && t(TEXTS[kind])}</p>
        {kind && (
          <span>
            <button type="button" onClick={() => this.hide()}>
              {t(kind === 'secret' ? 'hideKey' : 'hideDigits')}
            </button>
            <button type="button" onClick={() => this.leave()}>
              {t('leaveIt')}
            </button>
          </span>
        )}
      </div>
    );
  }
}
