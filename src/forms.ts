/** Our shared words for what a message may show and ask for. Types only: this file compiles to nothing. */

/** One thing that a form asks for. */
export interface FormField {
  /** Stable within the form, 1 to 64 characters. */
  name: string;
  label: string;
  type:
    | ('text' | 'email' | 'phone' | 'number' | 'url' | 'date' | 'time')
    | ('select' | 'multiselect' | 'checkbox' | 'consent');
  /** Of `consent` what is agreed to, word for word. It goes along in the answer. */
  text?: string;
  /** What may be chosen, of `select` and `multiselect`. */
  options?: { value: string; label: string }[];
  /** Default false. In a flow's file it is the other way round: there a field is asked for unless it says false. */
  required?: boolean;
  /** Of a number its value, of a text its characters, of `multiselect` how many. */
  min?: number;
  max?: number;
}

/** What was answered to one field; of a date `YYYY-MM-DD`, of a time `HH:MM`. */
export interface FormValue {
  name: string;
  label: string;
  value: string | number | boolean | string[];
  /** Of `consent` what it was asked for with. */
  text?: string;
}

/** A picture. Without its size its box is as wide as the bubble and three quarters as high. */
export interface Picture {
  /** Of the page's own origin or the relay's it is shown, of another one when it is asked for. */
  url: string;
  alt: string;
  /** Pixels. */
  width?: number;
  height?: number;
}

/** Satisfaction, willingness to recommend, effort, or anything else. */
export type SurveyKind = 'csat' | 'nps' | 'ces' | 'custom';

/** Scores: faces and stars 1 to 5, thumbs 0 and 1, the others as they say. */
export type SurveyScale = 'faces' | 'stars' | 'thumbs' | '0-10' | '1-7';

/** The answer to a survey. */
export interface Rating {
  /** Id of the survey. */
  survey: string;
  kind: SurveyKind;
  /** 0 to `max`, whole. */
  score: number;
  /** The best score of the scale. */
  max: number;
  /** What was written beside it, at most 1,000 characters. */
  remark?: string;
}

/** Something that was uploaded before the message that names it. */
export interface FilePart {
  type: 'file';
  /** The upload's id: 22 characters of the URL-safe alphabet, chosen by whoever uploads. */
  id: string;
  /** At most 128 characters, no path. */
  name: string;
  /** Bytes. */
  size: number;
  /** Its media type, found by its content. */
  media: string;
  /** Of a picture, pixels. */
  width?: number;
  height?: number;
}
