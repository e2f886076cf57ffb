import { signIn } from '../account.js';
import { el } from '../dom.js';
import { t } from '../language.js';
import { navigate } from '../router.js';
import type { Page } from './page.js';

const USERS = [
  { id: 'aiko', name: 'Aiko Tanaka', initials: 'AT', about: 'member' },
  { id: 'ben', name: 'Ben Novak', initials: 'BN', about: 'customer' },
] as const;

export function signInPage(to: string | null): Page {
  const password = el('input', { type: 'password', name: 'password', autocomplete: 'off' });
  const problem = el('p', { class: 'problem', role: 'alert' });
  const enter = async (id: string) => {
    try {
      await signIn(id, password.value);
      navigate(to === '/orders' ? to : '/');
    } catch {
      problem.textContent = t('failed');
    }
  };
  return {
    title: t('signInTitle'),
    view: el(
      'div',
      { class: 'page narrow' },
      el('h1', {}, t('signInTitle')),
      el('p', {}, t('signInText')),
      el(
        'form',
        { submit: (event) => event.preventDefault() },
        el('label', { class: 'field' }, t('password'), password),
      ),
      el(
        'ul',
        { class: 'people' },
        ...USERS.map(({ id, name, initials, about }) =>
          el(
            'li',
            {},
            el(
              'button',
              { type: 'button', class: 'person', 'aria-label': t('continueAs', { name }), click: () => void enter(id) },
              el('span', { class: 'initials', 'aria-hidden': 'true' }, initials),
              el('span', {}, el('strong', {}, name), el('span', { class: 'quiet' }, t(about))),
            ),
          ),
        ),
      ),
      problem,
    ),
  };
}
