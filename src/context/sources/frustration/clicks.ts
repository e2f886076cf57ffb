import { watchPresses } from './dead-click.js';
import { attribute, describe, FIELDS, labelOf, PRESSABLE, targetOf, under } from './describe.js';
import type { Watch } from './signals.js';

const RAGE = 3;
const WITHIN = 1_000;
const RADIUS = 30;

/** Where one clicks again and again and means it. */
const REPEATED = `${FIELDS},[class*=player i],[aria-valuenow],[aria-pressed],[aria-checked],[role=switch]`;
const NUMBERS = '[type=number],[inputmode=numeric],[inputmode=decimal],[role=spinbutton],[aria-valuenow]';
/** In the names of what steps, pages, seeks or zooms. */
const STEPS =
  /(^|[^a-z])(plus|minus|inc|dec|next|prev|step|qty|quant|zoom|slid|slick|swip|carousel|arrow|chevron|pag(er|ina)|seek|skip|vol|mute|(un|re)do)/i;

function isRepeated(event: Event): boolean {
  if (under(event, REPEATED)) return true;
  const button = under(event, PRESSABLE);
  // without one, a double or triple click selects
  if (!button) return getSelection()?.type === 'Range';
  const label = labelOf(button);
  // signs, arrows, and the keys of a keypad
  if (/^(\P{L}{1,3}|.)$/u.test(label)) return true;
  const names = ['id', 'class', 'aria-label', 'title'].map((name) => attribute(button, name).slice(0, 200));
  const beside = [...(button.parentElement?.children ?? [])];
  return STEPS.test(`${names} ${label}`) || (beside.length < 6 && beside.some((one) => one.matches(NUMBERS)));
}

/** The button or link under an event, else what is there; undefined where that is ours. */
const pressed = (event: Event): Element | undefined => targetOf(event) && (under(event, PRESSABLE) ?? targetOf(event));

/** Rage clicks, 3 or more within a second and 30 px where nobody clicks repeatedly on purpose; and dead clicks. */
export const watchClicks: Watch = (note, scope) => {
  let clicks: { x: number; y: number; at: number }[] = [];
  let isRaging = false;
  /** Labels and scripts click, too. What a person clicks, they have pressed. */
  let isPressed = false;
  const [press, click, react] = watchPresses(note, scope);

  scope.on<PointerEvent>('pointerdown', (event) => {
    const element = pressed(event);
    const { button, ctrlKey, metaKey, shiftKey, altKey } = event;
    isPressed =
      !!element && event.isTrusted && event.isPrimary && !(button || ctrlKey || metaKey || shiftKey || altKey);
    if (isPressed) press(event, element!);
    else react();
  });

  scope.on<MouseEvent>('click', (event) => {
    const element = pressed(event);
    if (!element) return;
    if (!isPressed || !event.isTrusted || !event.detail) return react();
    isPressed = false;
    click(element);

    const { clientX, clientY } = event;
    const now = scope.now();
    clicks = [...clicks, { x: clientX, y: clientY, at: now }].slice(-RAGE);
    const isBurst =
      clicks.length === RAGE &&
      clicks.every(({ x, y, at }) => now - at <= WITHIN && Math.hypot(clientX - x, clientY - y) <= RADIUS);
    if (isBurst && !isRepeated(event)) note('rage-click', describe(element), isRaging ? 1 : RAGE);
    else if (isBurst) clicks = [];
    isRaging = isBurst;
  });
};
