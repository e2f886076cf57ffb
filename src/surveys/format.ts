import type { Messages, Text } from '../core/text.js';
import type { SurveyKind, SurveyScale } from '../types.js';

/** A survey of the rules file. */
export interface Survey {
  /**
   * Unique in the file.
   * @pattern ^[\w.-]{1,64}$
   */
  id: string;
  kind: SurveyKind;
  /** Default by kind: `csat` faces, `nps` 0-10, `ces` 1-7, `custom` stars. */
  scale?: SurveyScale;
  /** The question. */
  text: Text;
  /** Label of a field for a remark. Default none: then there is no such field. */
  comment?: Text;
  /** Said when it is answered. Default: the locale's "Thank you". */
  thanks?: Text;
  /** What the two ends of the scale mean. Default none. */
  low?: Text;
  high?: Text;
  /** `resolved`: asked in each conversation that has ended. Default: only by a flow, a rule or a call. */
  auto?: 'resolved';
  /** The score is a trait of that name from then on: 1 to 64 of `[A-Za-z0-9_.-]`. Default: of none. */
  save?: string;
  /**
   * The same person is asked at most once in so many hours. Default 24 with `auto`, else without limit.
   * @minimum 0
   * @maximum 87600
   */
  every?: number;
}

export interface Surveys {
  surveys: Survey[];
  messages: Messages;
}
