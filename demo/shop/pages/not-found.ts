import { el } from '../dom.js';
import { t } from '../language.js';
import type { Page } from './page.js';

export const notFoundPage = (): Page => ({
  title: t('notFound'),
  view: el(
    'div',
    { class: 'page narrow empty' },
    el('h1', {}, t('notFound')),
    el('p', {}, t('notFoundText')),
    el('a', { href: '/', class: 'button' }, t('keepLooking')),
  ),
});
