import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { scriptedMatcher } from '../../src/testing/scripted-matcher.js';
import { learn } from '../help/answers-train.js';
import { type Inspecting, startMessenger } from './inspector-host.js';

const MANIFEST = { v: 1, locales: { en: 'answers-en.json' }, fallback: 'en' };
const asked: string[] = [];
let given: Inspecting;

beforeEach(() => {
  asked.length = 0;
  const { fetch } = window;
  vi.spyOn(window, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input);
    if (!url.includes('/answers')) return fetch(input, init);
    asked.push(url.replace(/.*\//, ''));
    return Response.json(url.endsWith('answers.json') ? MANIFEST : learn());
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await given.messenger.destroy();
});

const open = async (options: Parameters<typeof startMessenger>[1]) => {
  given = startMessenger({}, { locale: 'en', ...options });
  await given.messenger.debug();
  return given.show('Answers');
};
const fact = (screen: HTMLElement, name: string) =>
  [...screen.querySelectorAll('dl > div')].find((it) => it.firstChild!.textContent === name)?.lastChild?.textContent;

describe('the inspector says why a question is answered as it is', () => {
  it('by what the model takes it for, how surely, and which words counted', async () => {
    const screen = await open({ answers: '/answers.json' });
    expect(screen.textContent).toContain('Nothing has been asked yet.');
    expect(asked).toEqual([]);
    await userEvent.fill(within(screen).getByRole('textbox', { name: 'A question to try' }), 'refund of a zebra');
    await userEvent.click(within(screen).getByRole('button', { name: 'Try' }));
    await waitFor(() => expect(fact(screen, 'question')).toBe('refund of a zebra'));
    expect(asked).toEqual(['answers.json', 'answers-en.json']);
    expect(fact(screen, 'verdict')).toMatch(/^(sure|unsure|none) /);
    expect(fact(screen, 'evidence')).toMatch(/^-?\d\.\d\d [<≥] \d\.\d\d$/);
    const ranked = [...screen.querySelectorAll('.row')].map((row) => row.textContent);
    expect(ranked).toHaveLength(3);
    expect(ranked[0]).toMatch(/^\d+ %refundrefund [+−]\d\.\d\d$/);
    const pieces = [...screen.querySelectorAll('.pieces > span')].map((piece) => piece.textContent);
    expect(pieces).toEqual([
      expect.stringMatching(/^refund \+\d\.\d\d$/),
      expect.stringMatching(/^of /),
      expect.stringMatching(/^a /),
      'zebra not known',
    ]);
  });

  it('or which options are not set', async () => {
    const screen = await open({});
    expect(fact(screen, 'answers')).toBe('the option answers is not set');
    expect(fact(screen, 'matcher')).toBe('the option matcher is not set');
    expect(within(screen).queryByRole('textbox')).toBeNull();
  });

  it('and names a matcher of the host’s', async () => {
    const screen = await open({ matcher: scriptedMatcher([], 'Ada') });
    expect(fact(screen, 'matcher')).toBe('Ada');
  });
});
