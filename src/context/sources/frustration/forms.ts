import { watchUrl } from '../../page.js';
import { BUTTONS, describe, isPrivate, isWithin, targetOf, under } from './describe.js';
import type { Watch } from './signals.js';

/** An `invalid` event this long after an attempt to submit belongs to that; a script may check a form at any time. */
const ATTEMPT = 1_000;
/** A server may have to answer first. */
const ANSWER = 5_000;
/** Not even counted; and a search is no form that one abandons. */
const UNTOUCHED = '[type=password],[autocomplete*=cc-],[type=search],[role=search] *';

interface Typed {
  detail: string | undefined;
  count: number;
  isSent: boolean;
}

const formOf = (field: Element | undefined): HTMLFormElement | undefined => {
  const { form } = (field ?? {}) as HTMLInputElement;
  return form instanceof HTMLFormElement ? form : undefined;
};

/** Forms that were sent with errors, and forms that were typed into and left. Of what was typed only how often. */
export const watchForms: Watch = (note, scope) => {
  const typed = new Map<Element | undefined, Typed>();
  const failed = new Set<string | undefined>();
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let submitted: Element | undefined;
  let undo = () => {};

  const mark = (form: Element | undefined, isSent: boolean) => {
    const known = typed.get(form);
    if (known) known.isSent = isSent;
  };
  const attempt = (form: Element | undefined) => {
    attemptedAt = scope.now();
    mark(form, true);
  };
  // one for all the fields of a form
  const noteFailed = scope.soon(() => {
    for (const detail of failed) note('form-error', detail);
    failed.clear();
  });
  const fail = (field: Element, form: Element | undefined) => {
    mark(form, false);
    failed.add(form && !isPrivate(field) ? describe(form) : undefined);
    noteFailed();
  };
  const leave = (isAll: boolean) => {
    for (const [form, { detail, count, isSent }] of typed) {
      if (!isAll && Reflect.get(Node.prototype, 'isConnected', form)) continue;
      typed.delete(form);
      if (!isSent) note('form-abandoned', detail, count);
    }
  };

  scope.on<InputEvent>('input', (event) => {
    const field = targetOf(event)!;
    const form = formOf(field);
    // a browser that fills in a form has no kind of input
    if (!form || !event.isTrusted || !event.inputType || isWithin(field, UNTOUCHED)) return;
    const { detail, count } = typed.get(form) ?? { detail: isPrivate(field) ? undefined : describe(form), count: 0 };
    typed.set(form, { detail, count: count + 1, isSent: false });
  });
  scope.on('click', (event) => {
    const button = event.isTrusted && targetOf(event) && under(event, BUTTONS);
    if (button) attempt(formOf(button) ?? under(event, 'form'));
  });
  scope.on<KeyboardEvent>('keydown', (event) => {
    const form = event.key === 'Enter' && !event.isComposing && formOf(targetOf(event));
    if (form && !under(event, 'textarea')) attempt(form);
  });

  const errors = new MutationObserver((records) => {
    for (const { target, oldValue } of records) {
      const field = target as Element;
      if (oldValue !== 'true' && field.getAttribute('aria-invalid') === 'true') fail(field, submitted);
    }
  });
  const unobserve = () => errors.disconnect();
  scope.atEnd(unobserve);
  scope.on('submit', (event) => {
    submitted = targetOf(event)!;
    attempt(submitted);
    undo();
    unobserve();
    errors.observe(submitted, { subtree: true, attributeFilter: ['aria-invalid'], attributeOldValue: true });
    undo = scope.after(ANSWER, unobserve);
  });
  // of a form that a script sends
  scope.on('formdata', (event) => attempt(targetOf(event)));
  scope.on('invalid', (event) => {
    const field = targetOf(event);
    if (field && scope.now() - attemptedAt <= ATTEMPT) fail(field, formOf(field));
  });

  scope.on('pagehide', () => leave(true));
  watchUrl(scope, () => scope.idle(() => leave(false)));
};
