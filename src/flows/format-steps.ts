/** What each kind of step of a flow holds. In words, with examples: docs/flows.md. */
import type { Json } from '../types.js';
import type { Condition, Following, Guarded, Line, Name, Path, StepId, Text, Value, Word } from './format.js';
import type { Saying } from './format-saying.js';

/** Writes a message. */
export interface SayStep extends Following {
  say: Text | Saying;
}

/** Waits for an answer. */
export interface AskStep extends Following {
  ask: Question;
}

export interface Question {
  text: Text;
  /** Keeps the answer as `vars.NAME`. */
  save?: Name;
  /** Default `choice` with options, else `text`. With options and another type these are quick replies beside what is typed. */
  type?: 'text' | 'email' | 'number' | 'phone' | 'url' | 'date' | 'choice';
  /**
   * @minItems 1
   * @maxItems 10
   */
  options?: Option[];
  /** With options, or of a date: shown as a list or a calendar to choose from. What is typed is taken all the same. */
  picker?: boolean;
  /** Default true. With false "Skip" is offered. */
  required?: boolean;
  /**
   * What must occur in the answer: a regular expression that is decided in linear time.
   * @maxLength 200
   */
  pattern?: string;
  /** Of a text: characters. Of a number: the value. */
  min?: number;
  max?: number;
  /** Said when the answer does not fit. */
  invalid?: Text;
  /**
   * Answers that do not fit before it goes to `else`. Default 2; of choices 0.
   * @asType integer
   * @minimum 0
   * @maximum 10
   */
  retries?: number;
  else?: StepId;
  /** What is typed and is no option, or does not fit, goes to the answer model, and then the question is asked again. */
  free?: boolean;
  /** Not asked when this has a value; that is kept. Default of `email` and `phone`: `traits.NAME`. */
  unless?: Path;
}

export interface Option {
  label: Text;
  /** Default: the step's `next`. */
  next?: StepId;
  tag?: Word;
  /** What is kept. Default: the label. */
  value?: Json;
}

/** Asks for several things on one card. Each is kept as `vars.NAME`. Skipped when all are known. */
export interface FormStep extends Following {
  form: {
    title?: Text;
    text?: Text;
    /** Label of the button. */
    submit?: Text;
    /**
     * @minItems 1
     * @maxItems 10
     */
    fields: Field[];
  };
}

export interface Field {
  name: Name;
  label: Text;
  type:
    | ('text' | 'email' | 'phone' | 'number' | 'url' | 'date' | 'time')
    | ('select' | 'multiselect' | 'checkbox' | 'consent');
  /** Of `consent` what is agreed to. It goes along in the answer. */
  text?: Text;
  /**
   * Of `select` and `multiselect`.
   * @minItems 1
   * @maxItems 50
   */
  options?: { value: Line; label: Text }[];
  /** Default true; of a checkbox or a consent: it must be ticked. */
  required?: boolean;
  min?: number;
  max?: number;
  /** Left out when this has a value; that is kept. */
  unless?: Path;
}

/** Goes to the first whose condition holds. */
export interface BranchStep extends Following {
  /**
   * @minItems 1
   * @maxItems 50
   */
  branch: { if: Condition; next: StepId }[];
}

/** Sets variables. Placeholders in strings are filled. */
export interface SetStep extends Following {
  set: Record<string, Json>;
}

/** Marks the conversation. */
export interface TagStep extends Following {
  tag: Word;
}

/** Notes something about the person. */
export interface TraitStep extends Following {
  trait: Record<string, Value>;
}

/** Notes that something happened, as the host's own `track()` does. */
export interface TrackStep extends Following {
  track: Word;
  data?: Record<string, string | number | boolean | null>;
}

/** Searches the help centre, shows the best articles, and asks whether that helped. */
export interface SearchStep extends Guarded {
  search: {
    query: Value;
    /**
     * Default 3.
     * @asType integer
     * @minimum 1
     * @maximum 8
     */
    limit?: number;
    found?: Text;
    /** Keeps the ids of the articles. */
    save?: Name;
    /** It helped. */
    next?: StepId;
    /** Nothing was found. Default: a person. */
    none?: StepId;
  };
}

/**
 * Asks the answer model what the visitor means. When it is sure, the intent's own step or its answer, article or flow follows; when not,
 * up to three suggestions and a person are offered.
 */
export interface MatchStep extends Following {
  match: {
    /** Default `vars.message`. */
    text?: Value;
    /** How readily it is sure. Default `balanced`. */
    mode?: 'cautious' | 'balanced' | 'eager';
    /** Keeps the id of the intent. */
    save?: Name;
    /** Steps by intent. */
    intents?: Record<string, StepId>;
    /** It is none of the intents. Default: a person. */
    none?: StepId;
    /** Said with the suggestions. */
    suggest?: Text;
  };
}

/** Calls a function of the host's: option `functions`. */
export interface CallStep extends Following {
  call: {
    name: Name;
    /** Placeholders in strings are filled. */
    input?: Record<string, Json>;
    /**
     * Milliseconds. Default 5,000.
     * @minimum 1
     * @maximum 30000
     */
    timeout?: number;
    /** Keeps what it answers. */
    save?: Name;
    /** It failed, or took too long. Default: a person. */
    error?: StepId;
  };
}

/** By the office hours of a team; without the option `hours` always `open`. */
export interface HoursStep extends Guarded {
  hours: { team?: Word; open: StepId; closed: StepId };
}

/** Waits for a time, an event, or whichever comes first. What the visitor writes ends it. */
export interface WaitStep extends Following {
  wait: {
    /**
     * @minimum 1
     * @maximum 60000
     */
    ms?: number;
    /** Name of what `track()` notes. */
    event?: Word;
    /** The event did not come in time. Default: `next`. */
    timeout?: StepId;
  };
}

/** Sends each visitor the same way each time, and so many of them this way. */
export interface SplitStep extends Guarded {
  split: {
    /** Splits of one name in a flow go the same way. Default: the step's id. */
    name?: Name;
    /**
     * @minItems 1
     * @maxItems 10
     */
    ways: {
      /**
       * @minimum 0
       * @maximum 1000000
       */
      weight: number;
      next: StepId;
    }[];
  };
}

/** Asks how satisfied the visitor is. */
export interface CsatStep extends Following {
  csat: { survey?: Name; text?: Text; scale?: 'faces' | 'stars' | 'thumbs'; save?: Name };
}

/** Asks whether that solved it. */
export interface ResolvedStep extends Guarded {
  resolved: { text?: Text; yes: StepId; no: StepId };
}

/** Passes the conversation to a person, and ends the flow. */
export interface HandoffStep extends Guarded {
  handoff: {
    text?: Text;
    team?: Word;
    /** @maxItems 10 */
    tags?: Word[];
    priority?: 'low' | 'normal' | 'high' | 'urgent';
    reason?: Line;
    /** Said in place of `text` outside the team's office hours. */
    away?: Text;
  };
}

/** Leaves for another flow, or a step of this one. Variables go along. */
export interface GotoStep extends Guarded {
  goto: { flow?: Name; step?: StepId };
}

/** Runs another flow and comes back. Variables are shared. At most five deep. */
export interface RunStep extends Following {
  run: Name;
}

/** Ends the flow, or comes back from one that another runs. What the visitor writes next is taken by a `message` flow. */
export interface EndStep extends Guarded {
  end: true;
}
