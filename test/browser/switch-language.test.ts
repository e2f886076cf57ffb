import { waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { signal } from '../../src/core/signal.js';
import { languages } from '../../src/i18n/languages.js';
import type { Part } from '../../src/types.js';
import { showSurveyCard } from '../../src/ui/survey/survey.js';
import { draw, made, STATES_OF } from './every-state.js';
import { BOT, createPanelHost, message, openConversation } from './panel-host.js';
import { RETURN } from './panel-return-form.js';

afterEach(() => {
  vi.restoreAllMocks();
  for (const host of made.splice(0)) host.unmount();
});

const NO_WORDS: Part = { type: 'survey', survey: 's', kind: 'custom', scale: 'faces', text: 'Well?', comment: 'Why?' };

/** What comes with the last that is fetched for a state. */
const LAST: Record<string, string> = { 'a conversation': 'This message cannot be shown here' };

describe('another language, while the panel is open', () => {
  it.each(['home, new', 'a conversation', 'help', 'what we share', 'a survey by faces'])(
    'is that of %s',
    async (name) => {
      const found = (selector: string) =>
        waitFor(() => expect(made.at(-1)!.panel.querySelector(selector)).not.toBeNull());
      const host = await draw(STATES_OF[name]!, 'en', found);
      if (LAST[name]) await within(host.panel).findByText(LAST[name]);
      const before = host.panel.textContent!;
      for (const locale of ['de', 'ko', 'pt-BR']) {
        host.state.locale.value = locale;
        await waitFor(() => expect(host.panel.lang).toBe(locale));
        expect(within(host.panel).queryAllByRole('button', { name: 'Close' })).toEqual([]);
      }
      host.state.locale.value = 'en';
      await waitFor(() => expect(host.panel.textContent).toBe(before));
    },
  );

  it('loses no draft, neither in the composer nor in a form, nor the focus', async () => {
    const host = openConversation([message(BOT, [RETURN])]);
    made.push(host);
    const name = await within(host.panel).findByRole<HTMLInputElement>('textbox', { name: 'Your name' });
    name.value = 'Aiko';
    name.dispatchEvent(new InputEvent('input', { bubbles: true }));
    host.write('half of a sen');
    host.field().focus();
    host.state.locale.value = 'es';
    await within(host.panel).findByRole('textbox', { name: 'Escriba un mensaje' });
    expect(host.field().value).toBe('half of a sen');
    expect(host.root.activeElement).toBe(host.field());
    expect(within(host.panel).getByRole<HTMLInputElement>('textbox', { name: 'Your name' }).value).toBe('Aiko');
  });

  it('is that of a survey beside the launcher, which keeps what was chosen and written', async () => {
    const host = createPanelHost();
    made.push(host);
    document.documentElement.append(host.element);
    const state = { locale: signal('en') };
    const leave = await showSurveyCard({
      ...{ root: host.root, state, part: NO_WORDS as never },
      ...{ onRate: async () => {}, onGone: () => {} },
    });
    const card = within(host.root.querySelector<HTMLElement>('[part=survey]')!);
    (await card.findByRole('radio', { name: 'Good' })).click();
    const remark = await card.findByRole<HTMLTextAreaElement>('textbox', { name: 'Why?' });
    remark.value = 'The tea';
    remark.dispatchEvent(new InputEvent('input', { bubbles: true }));
    state.locale.value = 'fr';
    await card.findByRole('button', { name: 'Envoyer l’évaluation' });
    expect(card.getByRole<HTMLInputElement>('radio', { name: 'Bien' }).checked).toBe(true);
    expect(card.getByRole<HTMLTextAreaElement>('textbox', { name: 'Why?' }).value).toBe('The tea');
    leave();
  });

  it('is English where its texts cannot be had, and follows the last that was set', async () => {
    let arrive = (_: unknown) => {};
    vi.spyOn(languages, 'zh').mockImplementation(() => new Promise((resolve) => (arrive = resolve as never)));
    const host = createPanelHost();
    made.push(host);
    host.mount();
    await within(host.panel).findByText('Start a conversation');
    host.state.locale.value = 'zh-CN';
    host.state.locale.value = 'de';
    await within(host.panel).findByText('Unterhaltung beginnen');
    arrive(await import('../../src/i18n/zh-hans.js'));
    host.state.locale.value = 'sv';
    await within(host.panel).findByText('Start a conversation');
    expect(host.panel.lang).toBe('en');
  });
});
