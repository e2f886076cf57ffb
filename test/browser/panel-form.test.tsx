import { waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { SobaniError } from '../../src/core/errors.js';
import type { Part } from '../../src/types.js';
import { BOT, type FakeHost, message, openConversation } from './panel-host.js';
import { RETURN } from './panel-return-form.js';

let host: FakeHost;
const panel = () => within(host.panel);
const asked = (part: Part) => message(BOT, [part]);
const show = (part: Part) => {
  host = openConversation([asked(part)]);
};
const answered = () => host.calls.filter((call) => call.startsWith('answer('));
afterEach(() => host.unmount());

describe('a form', () => {
  const fill = async () => {
    await userEvent.fill(await panel().findByLabelText(/Your name/), 'Aiko');
    await userEvent.fill(panel().getByLabelText(/E-mail/), 'aiko@example.com');
    await userEvent.selectOptions(panel().getByLabelText(/Why/), 'large');
    panel().getByLabelText('The base').click();
    panel()
      .getByLabelText(/I have read/)
      .click();
  };
  const submit = () => panel().getByRole('form').querySelector<HTMLButtonElement>('[type=submit]')!.click();

  it('sends what was put in, once, with the words of its fields; and then there is nothing to send', async () => {
    show(RETURN);
    await fill();
    submit();
    submit();
    await waitFor(() => expect(panel().queryByRole('form')).toBeNull());
    expect(answered()).toHaveLength(1);
    const id = host.state.messages('c1').value[0]!.id;
    const values = [
      { name: 'name', label: 'Your name', value: 'Aiko' },
      { name: 'email', label: 'E-mail', value: 'aiko@example.com' },
      { name: 'why', label: 'Why', value: 'large' },
      { name: 'with', label: 'What comes along', value: ['base'] },
      { name: 'terms', label: 'I have read the terms', value: true },
    ];
    const text =
      'Your name: Aiko\nE-mail: aiko@example.com\nWhy: Too large\nWhat comes along: The base\nI have read the terms: Yes';
    expect(answered()[0]).toBe(`answer("c1",${JSON.stringify([{ type: 'answers', to: id, values, text }])})`);
    const summary = host.panel.querySelector('.answers')!;
    expect(summary.textContent).toContain('Too large');
    expect(summary.textContent).toContain('aiko@example.com');
  });

  it('says what is to mend, at the field and in all, and goes to the first', async () => {
    show(RETURN);
    await panel().findByLabelText(/Your name/);
    await userEvent.fill(panel().getByLabelText(/E-mail/), 'aiko@');
    submit();
    const summary = await panel().findByText(/3 answers need another look/);
    expect(summary.closest('[role=alert]')).not.toBeNull();
    const email = panel().getByLabelText(/E-mail/);
    expect(host.root.activeElement).toBe(panel().getByLabelText(/Your name/));
    expect(email.getAttribute('aria-invalid')).toBe('true');
    expect(host.root.getElementById(email.getAttribute('aria-describedby')!)?.textContent).toContain('e-mail address');
    panel().getByRole('button', { name: 'E-mail' }).click();
    expect(host.root.activeElement).toBe(email);
    await userEvent.fill(email, 'aiko@example.com');
    await panel().findByText(/2 answers need/);
    expect(answered()).toEqual([]);
  });

  it('asks for each kind with its own keyboard, and lets the browser fill in', async () => {
    show({
      ...RETURN,
      fields: (['email', 'phone', 'number', 'url', 'date', 'text'] as const).map((type) => ({
        name: type,
        label: type,
        type,
      })),
    } as Part);
    await panel().findByLabelText(/email/);
    const of = (name: string) => {
      const { type, autocomplete, inputMode } = panel().getByLabelText(new RegExp(name)) as HTMLInputElement;
      return [type, autocomplete, inputMode];
    };
    expect(of('email')).toEqual(['email', 'email', 'email']);
    expect(of('phone')).toEqual(['tel', 'tel', 'tel']);
    expect(of('number')).toEqual(['text', 'off', 'decimal']);
    expect(of('url')).toEqual(['url', 'url', 'url']);
    expect(of('date')).toEqual(['date', 'off', '']);
  });

  it('is answered still after a reload, since the log says so', async () => {
    const form = asked(RETURN);
    const values = [{ name: 'why', label: 'Why', value: 'small' }];
    const reply = message({ kind: 'visitor' }, [{ type: 'answers', to: form.id, values, text: 'Why: Too small' }]);
    host = openConversation([form, reply]);
    await panel().findByText('Too small');
    expect(panel().queryByRole('form')).toBeNull();
  });

  it('keeps what was put in while another screen is shown, and nothing of it for the next visitor', async () => {
    show(RETURN);
    await userEvent.fill(await panel().findByLabelText(/Your name/), 'Aiko');
    const leave = async () => {
      host.state.view.value = { screen: 'home' };
      await waitFor(() => expect(panel().queryByLabelText(/Your name/)).toBeNull());
      host.state.view.value = { screen: 'conversation', id: 'c1' };
      return (await panel().findByLabelText(/Your name/)) as HTMLInputElement;
    };
    expect((await leave()).value).toBe('Aiko');
    host.state.cleared.value++;
    expect((await leave()).value).toBe('');
  });

  it('says why it could not be sent, and can be sent again', async () => {
    show({ ...RETURN, fields: [] } as Part);
    host.answers = () => Promise.reject(new SobaniError('rate', 'slower'));
    await panel().findByRole('form');
    submit();
    await panel().findByText(/Too many messages at once/);
    host.answers = undefined;
    submit();
    await waitFor(() => expect(panel().queryByRole('form')).toBeNull());
  });

  it('of a conversation that has ended cannot be sent any more', async () => {
    host = openConversation([asked(RETURN)], { status: 'resolved' });
    await panel().findByText(/The form can no longer be sent/);
  });

  it('is drawn whatever is in it', async () => {
    const odd = [
      null,
      7,
      { name: 'a', label: { x: 1 }, type: 'hologram', options: 'x' },
      { type: 'select', options: [null] },
    ];
    show({ ...RETURN, title: { x: 1 }, fields: odd } as never);
    await panel().findByRole('form');
  });
});
