/** Parts with much to them: several cards, lists, buttons, orders, pickers. Fetched with the first of them. */
import { enMoreParts } from '../../i18n/en-more-parts.js';
import { addEnglish } from '../../i18n/translate.js';
import { styleSheet } from '../../theme/adopt.js';
import { ButtonsView } from './buttons.js';
import { CarouselView } from './carousel.js';
import { DatePickerView } from './date-picker.js';
import { ListView } from './list.js';
import { ListPickerView } from './list-picker.js';
import css from './more-parts.css?inline';
import { CartView, OrderView } from './summary.js';

addEnglish(enMoreParts);

export { equip } from './parts-kit.js';

export const sheet = styleSheet(css);

export const views = {
  carousel: CarouselView,
  list: ListView,
  buttons: ButtonsView,
  order: OrderView,
  cart: CartView,
  'date-picker': DatePickerView,
  'list-picker': ListPickerView,
};
