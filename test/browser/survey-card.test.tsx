import { waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { signal } from '../../src/core/signal.js';
import { adopt, styleSheet } from '../../src/theme/adopt.js';
import hostCss from '../../src/theme/host.css?inline';
import type { Part } from '../../src/types.js';
import launcherCss from '../../src/ui/launcher/launcher.css?inline';
import { showSurveyCard } from '../../src/ui/survey/survey.js';

const part: Extract<Part, { type: 'survey' }> = {
  type: 'survey',
  survey: 'friends',
  kind: 'nps',
  scale: '0-10',
  text: 'Would you recommend us?',
  comment: 'Why?',
  low: 'Not at all',
  high: 'Very likely',
  thanks: 'Thank you, truly.',
};

let element: HTMLElement;
let root: ShadowRoot;
let leave: () => void;
const onRate = vi.fn(async (_rating: unknown) => {});
const onGone = vi.fn();
const card = () => within(root.querySelector<HTMLElement>('[part=survey]')!);
const show = async (locale = 'en') => {
  leave = await showSurveyCard({ root, state: { locale: signal(locale) }, part, onRate, onGone });
};

beforeEach(() => {
  element = document.createElement('sobani-messenger');
  element.setAttribute('theme', 'light');
  element.style.setProperty('--sobani-accent', '#3d5afe');
  element.style.setProperty('--sobani-on-accent', '#fff');
  root = element.attachShadow({ mode: 'open' });
  adopt(root, styleSheet(launcherCss));
  adopt(root, styleSheet(hostCss));
  document.documentElement.append(element);
  onRate.mockReset();
  onGone.mockReset();
});
afterEach(() => {
  leave();
  element.remove();
});

describe('a survey’s card', () => {
  it('comes without taking the focus, and is announced', async () => {
    const before = document.activeElement;
    await show();
    card().getByRole('group', { name: 'Would you recommend us?' });
    expect(document.activeElement).toBe(before);
    await waitFor(() => expect(card().getByRole('status').textContent).toBe('Would you recommend us?'));
  });

  it('is answered by keyboard, and thanks', async () => {
    await show();
    card().getAllByRole('radio')[8]!.focus();
    await userEvent.keyboard(' {ArrowRight}');
    await userEvent.fill(card().getByLabelText('Why?'), 'The tea');
    await userEvent.keyboard('{Tab}{Enter}');
    await card().findByText('Thank you, truly.');
    expect(onRate.mock.calls).toEqual([
      [
        {
          type: 'rating',
          survey: 'friends',
          kind: 'nps',
          score: 9,
          max: 10,
          remark: 'The tea',
          text: '9 of 10\nThe tea',
        },
      ],
    ]);
    expect(onGone).not.toHaveBeenCalled();
  });

  it.each<[string, () => unknown]>([
    ['its button', () => card().getByRole('button', { name: 'Close the survey' }).click()],
    [
      'Escape within it',
      () => {
        card().getAllByRole('radio')[0]!.focus();
        return userEvent.keyboard('{Escape}');
      },
    ],
  ])('is put away by %s, which counts as the visitor’s act', async (_name, put) => {
    await show();
    await put();
    await waitFor(() => expect(onGone.mock.calls).toEqual([[true]]));
    expect(root.querySelector('[part=survey]')).toBeNull();
  });

  it('is taken away without that, and only once', async () => {
    await show();
    leave();
    leave();
    expect(onGone.mock.calls).toEqual([[false]]);
    expect(root.querySelector('[part=survey]')).toBeNull();
  });

  it('speaks the visitor’s language', async () => {
    await show('ja');
    card().getByRole('button', { name: 'アンケートを閉じる' });
    card().getAllByRole('radio')[0]!.click();
    await card().findByRole('button', { name: '評価を送信' });
  });

  it.each(['light', 'dark'])('has enough contrast and names, %s', async (theme) => {
    element.setAttribute('theme', theme);
    await show();
    card().getAllByRole('radio')[3]!.click();
    await card().findByRole('button', { name: 'Send rating' });
    await Promise.all(root.getAnimations().map((animation) => animation.finished));
    const { violations } = await axe.run(element as never, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
