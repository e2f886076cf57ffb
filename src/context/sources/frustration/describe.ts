/** Looks at elements without what a page can put in the way: a field named `closest` hides that method of its form. */
const { closest, getAttribute, matches } = Element.prototype;

const PRESSED = '[type=submit],[type=button],[type=image]';
export const BUTTONS = `button,[role=button],input:is(${PRESSED})`;
/** What looks as if it could be pressed, whatever its cursor. */
export const PRESSABLE = `a[href],${BUTTONS}`;
/** What one types into, chooses from, or plays. */
export const FIELDS = `input:not(${PRESSED}),select,option,textarea,[contenteditable],label,summary,video,audio,canvas,object,embed`;
const LABELLED = `${PRESSABLE},a,[role=link],[role=tab],[role^=menuitem]`;
const PRIVATE = '[data-sobani-private]';
/** What might be inside a button, and is not the button's to say. */
const UNREAD = `${PRIVATE},input,select,textarea,[contenteditable]`;

const isElement = (target: unknown): target is Element => (target as Node | undefined)?.nodeType === 1;

/** Of the elements under an event the innermost that matches, also in open shadow roots. */
export const under = (event: Event, selector: string): Element | undefined =>
  event.composedPath().find((one): one is Element => isElement(one) && matches.call(one, selector));

/** The innermost element under an event; undefined where there is none, or it is ours. */
export function targetOf(event: Event): Element | undefined {
  const [target] = event.composedPath();
  return isElement(target) && !under(event, 'sobani-messenger') ? target : undefined;
}

export const attribute = (element: Element, name: string): string => getAttribute.call(element, name) ?? '';

export const isWithin = (element: Element, selector: string): boolean => !!closest.call(element, selector);

/** Also through the shadow roots that it is in. */
export function isPrivate(element: Element): boolean {
  const root = Node.prototype.getRootNode.call(element);
  return isWithin(element, PRIVATE) || (root instanceof ShadowRoot && isPrivate(root.host));
}

/** The words on a button or a link; '' where they are more than 40 characters, or may be private. */
export function labelOf(element: Element): string {
  if (!matches.call(element, LABELLED) || isPrivate(element)) return '';
  const label = attribute(element, 'aria-label') || (element.querySelector(UNREAD) ? '' : (element.textContent ?? ''));
  const text = label.slice(0, 500).replace(/\s+/g, ' ').trim();
  return text.length > 40 ? '' : text;
}

/**
 * An element as an agent may find it again: `button#pay[role=tab] "Pay now"`. Only an id that a person gave, and no words of
 * a field. Undefined for what is private.
 */
export function describe(element: Element): string | undefined {
  if (isPrivate(element)) return undefined;
  const id = attribute(element, 'id');
  const role = attribute(element, 'role');
  const label = labelOf(element);
  // others are counted, or drawn at random
  const isGiven = /^(?!.*\d.*\d)[a-z][\w-]{0,39}$/i.test(id);
  return (
    `${element.localName}`.slice(0, 40) +
    (isGiven ? `#${id}` : '') +
    (/^[a-z]{1,20}$/.test(role) ? `[role=${role}]` : '') +
    (label && ` "${label}"`)
  );
}
