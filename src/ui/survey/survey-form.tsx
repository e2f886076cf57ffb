import { Component } from 'preact';
import * as LIMITS from '../../core/limits.js';
import { enSurvey } from '../../i18n/en-survey.js';
import { addEnglish, type Translate } from '../../i18n/translate.js';
import type { Part, Rating } from '../../types.js';
import { text } from '../kit/gate.js';
import { Scale } from './scale.js';
import { bestOf, labelOf } from './scores.js';

addEnglish(enSurvey);

export type SurveyPart = Extract<Part, { type: 'survey' }>;
export type RatingPart = Extract<Part, { type: 'rating' }>;

export interface SurveyProps {
  t: Translate;
  part: SurveyPart;
  /** It was answered: it thanks, and asks no more. */
  isOver: boolean;
  /** Rejects when it could not be kept; then it can be tried again. */
  onRate(rating: RatingPart): Promise<unknown>;
}

interface SurveyState {
  score: number | undefined;
  remark: string;
  hasFailed: boolean;
}

/** The question, its scale, and with a choice the field for a remark and the button. */
export class Survey extends Component<SurveyProps, SurveyState> {
  override state: SurveyState = { score: undefined, remark: '', hasFailed: false };

  /** In the state it would be true only with the next drawing. */
  declare private isBusy: boolean | undefined;

  private async send() {
    const { t, part, onRate } = this.props;
    const { score } = this.state;
    if (score === undefined || this.isBusy) return;
    const max = bestOf(part.scale);
    const remark = this.state.remark.trim();
    const rating: Rating = { survey: part.survey, kind: part.kind, score, max, ...(remark && { remark }) };
    const said = max === 1 ? labelOf(t, part.scale, score) : t('outOf', { score, max });
    this.isBusy = true;
    this.setState({ hasFailed: false });
    try {
      await onRate({ type: 'rating', ...rating, text: [said, remark].filter(Boolean).join('\n') });
    } catch {
      this.setState({ hasFailed: true });
    }
    this.isBusy = false;
  }

  override render({ t, part, isOver }: SurveyProps) {
    const { score, remark, hasFailed } = this.state;
    if (isOver) {
      return (
        <p class="survey thanks" role="status">
          <span dir="auto">{text(part.thanks) || t('thankYou')}</span>
        </p>
      );
    }
    const comment = text(part.comment);
    return (
      <form
        class="survey"
        onSubmit={(event) => {
          event.preventDefault();
          void this.send();
        }}
      >
        <Scale t={t} part={part} score={score} onPick={(picked) => this.setState({ score: picked })} />
        {score !== undefined && comment && (
          <label class="remark">
            <span dir="auto">{comment}</span>
            <textarea
              rows={3}
              dir="auto"
              maxLength={LIMITS.remark}
              value={remark}
              onInput={({ currentTarget }) => this.setState({ remark: currentTarget.value })}
            />
          </label>
        )}
        {score !== undefined && (
          <button type="submit" class="do">
            {t('sendRating')}
          </button>
        )}
        <p role="alert" class="mend">
          {hasFailed && t('notRated')}
        </p>
      </form>
    );
  }
}
