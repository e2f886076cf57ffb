/** What a message of a flow holds. In words, with examples: docs/flows.md. */
import type { Button, Card, CardWithButtons, Image, Line, Path, Text } from './format.js';

/** At least one beside `delay`. */
export interface Saying {
  text?: Text;
  image?: Image;
  card?: Card;
  /** Id of an article of the help centre. */
  article?: Line;
  /**
   * Cards side by side.
   * @minItems 1
   * @maxItems 10
   */
  carousel?: CardWithButtons[];
  /**
   * Lines with a title each.
   * @minItems 1
   * @maxItems 100
   */
  list?: Card[];
  /**
   * @minItems 1
   * @maxItems 12
   */
  buttons?: Button[];
  /** Where an order is, as `order` of the snapshot or `vars.found`. What is none there is not shown. */
  order?: Path;
  /** Where a cart is, as `cart`. */
  cart?: Path;
  /**
   * Milliseconds for which it is seen to be typed.
   * @minimum 0
   * @maximum 5000
   */
  delay?: number;
}
