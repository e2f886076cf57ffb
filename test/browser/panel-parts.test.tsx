import { within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { SobaniError } from '../../src/core/errors.js';
import type { Message, Part } from '../../src/types.js';
import { BOT, type FakeHost, MIKA, message, openConversation } from './panel-host.js';
import { RETURN } from './panel-return-form.js';

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
const OWN = `${location.origin}/kettle.png`;
const SURVEY: Part = {
  ...{ type: 'survey', survey: 'after', kind: 'csat', scale: 'faces', text: 'How did we do?' },
  ...{ comment: 'What could be better?', thanks: 'That helps us.' },
};

let host: FakeHost;
const panel = () => within(host.panel);
const asked = (part: Part, author = BOT): Message => message(author, [part]);
const show = (...parts: Part[]) => {
  host = openConversation(parts.map((part) => asked(part)));
};
const answered = () => host.calls.filter((call) => call.startsWith('answer('));
afterEach(() => host.unmount());

describe('a picture', () => {
  it('of the page’s own origin is in a box that has its shape before it is there', async () => {
    show({ type: 'image', url: OWN, alt: 'A kettle', width: 400, height: 300 });
    const image = (await panel().findByAltText('A kettle')) as HTMLImageElement;
    expect(image.src).toBe(OWN);
    const { width, height } = image.getBoundingClientRect();
    expect(width / height).toBeCloseTo(4 / 3, 1);
    expect(image.referrerPolicy).toBe('no-referrer');
  });

  it('of another origin is asked of it only when the visitor wants to see it', async () => {
    show({ type: 'image', url: 'https://elsewhere.example/kettle.png', alt: 'A kettle' });
    const button = await panel().findByRole('button', { name: /Show the picture/ });
    expect(button.textContent).toContain('elsewhere.example');
    expect(host.panel.querySelector('img')).toBeNull();
    expect(performance.getEntriesByType('resource').some(({ name }) => name.includes('elsewhere'))).toBe(false);
    button.click();
    expect(((await panel().findByAltText('A kettle')) as HTMLImageElement).src).toContain('elsewhere.example');
  });

  it('of the relay’s origin is shown at once', async () => {
    host = openConversation(
      [asked({ type: 'image', url: 'https://relay.example/a.png', alt: 'A kettle' })],
      {},
      {
        relay: 'https://relay.example/sobani',
      },
    );
    await panel().findByAltText('A kettle');
  });

  it.each([
    ['javascript:alert(1)'],
    [PIXEL],
    ['blob:https://shop.example/1'],
    ['https://user:pass@shop.example/a.png'],
    ['//'],
  ])('that is none is its words: %s', async (url) => {
    show({ type: 'image', url, alt: 'A kettle' });
    await panel().findByText('The picture could not be loaded.');
    expect(host.panel.querySelector('img')).toBeNull();
    panel().getByText('A kettle');
  });

  it('that cannot be had is its words', async () => {
    show({ type: 'image', url: `${location.origin}/no-such-picture.png`, alt: 'A kettle' });
    (await panel().findByAltText('A kettle')).dispatchEvent(new Event('error'));
    await panel().findByText('The picture could not be loaded.');
  });
});

describe('a card', () => {
  it('leads to its address, on the page in this tab', async () => {
    show({ type: 'card', title: 'Copper kettle', text: '1.2 litres', url: '/kettles/copper' });
    const link = (await panel().findByRole('link', { name: /Copper kettle/ })) as HTMLAnchorElement;
    expect(link.href).toBe(`${location.origin}/kettles/copper`);
    expect(link.target).toBe('');
  });

  it('without an address that may be one is no link', async () => {
    show({ type: 'card', title: 'Copper kettle', url: 'javascript:alert(1)' });
    await panel().findByText('Copper kettle');
    expect(panel().queryByRole('link', { name: /Copper/ })).toBeNull();
  });
});

describe('a survey', () => {
  const faces = () => panel().getAllByRole('radio');

  it('is a group of radio buttons that is answered by keyboard, once', async () => {
    show(SURVEY);
    await panel().findByRole('group', { name: 'How did we do?' });
    expect(faces().map((face) => face.getAttribute('aria-label'))).toEqual([
      'Terrible',
      'Bad',
      'All right',
      'Good',
      'Great',
    ]);
    faces()[2]!.focus();
    await userEvent.keyboard(' {ArrowRight}');
    expect((faces()[3] as HTMLInputElement).checked).toBe(true);
    await userEvent.fill(panel().getByLabelText('What could be better?'), ' More tea ');
    const button = panel().getByRole('button', { name: 'Send rating' });
    button.click();
    button.click();
    await panel().findByText('That helps us.');
    const id = host.state.messages('c1').value[0]!.id;
    const rating = { type: 'rating', survey: 'after', kind: 'csat', score: 4, max: 5, remark: 'More tea' };
    expect(answered()).toEqual([`answer("c1",${JSON.stringify([{ ...rating, text: '4 of 5\nMore tea', to: id }])})`]);
    expect(panel().queryByRole('radio')).toBeNull();
  });

  it.each<[Extract<Part, { type: 'survey' }>['scale'], string[]]>([
    ['stars', ['1 star', '2 stars', '3 stars', '4 stars', '5 stars']],
    ['thumbs', ['Good, yes', 'Not good, no']],
    ['1-7', ['1, no', '2', '3', '4', '5', '6', '7, yes']],
    ['0-10', ['0, no', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10, yes']],
  ])('has the scale %s, with words for its ends', async (scale, labels) => {
    const ends = scale === 'stars' ? {} : { low: 'no', high: 'yes' };
    show({ type: 'survey', survey: 's', kind: 'custom', scale, text: 'Well?', ...ends });
    await panel().findByRole('group', { name: 'Well?' });
    expect(faces().map((one) => one.getAttribute('aria-label'))).toEqual(labels);
    for (const { parentElement } of faces()) {
      const { width, height } = parentElement!.getBoundingClientRect();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
  });

  it('can be answered where the conversation has ended', async () => {
    host = openConversation([message(MIKA, 'Bye')], { status: 'resolved' });
    host.add(asked(SURVEY, { kind: 'system' }));
    await panel().findByRole('group', { name: 'How did we do?' });
    faces()[4]!.click();
    (await panel().findByRole('button', { name: 'Send rating' })).click();
    await panel().findByText('That helps us.');
  });

  it('says that it could not be sent, and can be sent again', async () => {
    show(SURVEY);
    host.answers = () => Promise.reject(new SobaniError('offline', 'cut'));
    await panel().findByRole('group');
    faces()[0]!.click();
    (await panel().findByRole('button', { name: 'Send rating' })).click();
    await panel().findByText('This could not be sent. Try again.');
    host.answers = undefined;
    panel().getByRole('button', { name: 'Send rating' }).click();
    await panel().findByText('That helps us.');
  });
});

it.each(['light', 'dark'] as const)('all of it has enough contrast and names, %s', async (theme) => {
  const form = asked(RETURN);
  const parts: Part[] = [
    { type: 'image', url: 'https://elsewhere.example/a.png', alt: 'A kettle' },
    { type: 'card', title: 'Copper kettle', text: '1.2 litres', url: '/kettles/copper' },
    { type: 'survey', survey: 's', kind: 'nps', scale: '0-10', text: 'Well?', low: 'No', high: 'Yes' },
  ];
  const rating: Part = { type: 'rating', survey: 's', kind: 'csat', score: 4, max: 5, remark: 'Tea', text: '4 of 5' };
  const values = [{ name: 'a', label: 'A name', value: 'Aiko' }];
  const own = message({ kind: 'visitor' }, [{ type: 'answers', to: 'other', values, text: 'x' }, rating]);
  host = openConversation([form, ...parts.map((part) => asked(part)), own, asked(SURVEY)], {}, { theme });
  (await panel().findAllByRole('radio')).at(-1)!.click();
  panel().getByRole('form').querySelector<HTMLButtonElement>('[type=submit]')!.click();
  await panel().findByText(/answers need/);
  const { violations } = await axe.run(host.element as never, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
