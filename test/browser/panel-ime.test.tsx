import { waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';
import { type FakeHost, MIKA, message, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const sent = () => host.calls.filter((call) => call.startsWith('send('));
const frame = () => new Promise(requestAnimationFrame);

beforeEach(async () => {
  host = openConversation([message(MIKA, 'Hello')]);
  await panel().findByText('Hello');
});
afterEach(() => host.unmount());

/** One step of an input method: a key, or what it does to the text. */
type Step =
  | { down: string; code?: number; composing?: boolean }
  | { start: true }
  | { write: string }
  | { end: string };

/** The order in which an engine tells of it. */
function play(field: HTMLInputElement | HTMLTextAreaElement, steps: Step[]) {
  for (const step of steps) {
    const common = { bubbles: true, cancelable: true, composed: true };
    if ('down' in step) {
      const { down: key, code: keyCode = 229, composing: isComposing = false } = step;
      field.dispatchEvent(new KeyboardEvent('keydown', { ...common, key, keyCode, isComposing }));
    } else if ('start' in step) field.dispatchEvent(new CompositionEvent('compositionstart', { ...common, data: '' }));
    else if ('end' in step) field.dispatchEvent(new CompositionEvent('compositionend', { ...common, data: step.end }));
    else {
      field.value = step.write;
      field.dispatchEvent(new InputEvent('input', { ...common, inputType: 'insertCompositionText' }));
    }
  }
}
const ENTER: Step = { down: 'Enter', code: 13 };

/** Until the word is chosen; the Enter that chooses it is the last key. */
const TRACES: [engine: string, language: string, words: string, steps: Step[]][] = [
  ...(
    [
      ['Japanese', ['k', 'か', 'かんじ'], '漢字'],
      ['Chinese', ['n', 'ni', 'ni hao'], '你好'],
    ] as const
  ).flatMap(([language, drafts, words]): (typeof TRACES)[number][] => [
    // Chromium and Firefox: the Enter is one of the composition
    ...['Chromium', 'Firefox'].map((engine): (typeof TRACES)[number] => [
      engine,
      language,
      words,
      [
        { down: 'Process' },
        { start: true },
        ...drafts.flatMap((write): Step[] => [{ write }, { down: 'Process', composing: true }]),
        { write: words },
        { down: engine === 'Chromium' ? 'Process' : 'Enter', composing: true },
        // Firefox tells of the text once more, before or after the end
        ...(engine === 'Firefox' ? ([{ end: words }, { write: words }] as Step[]) : [{ end: words } as Step]),
      ],
    ]),
    // Safari: the composition has ended when the Enter comes, which says 229
    [
      'Safari',
      language,
      words,
      [
        { start: true },
        ...drafts.map((write): Step => ({ write })),
        { write: words },
        { end: words },
        { down: 'Enter' },
      ],
    ],
  ]),
];

describe('the Enter that chooses a word', () => {
  it.each(TRACES)(
    'sends nothing, and the next one all of it, once: %s, %s',
    async (_engine, _language, words, steps) => {
      play(host.field(), steps);
      await frame();
      expect(sent()).toEqual([]);
      expect(host.field().value).toBe(words);
      play(host.field(), [ENTER]);
      await waitFor(() => expect(sent()).toEqual([`send("${words}","c1")`]));
      await waitFor(() => expect(host.field().value).toBe(''));
      play(host.field(), [ENTER]);
      expect(sent()).toHaveLength(1);
    },
  );

  it.each(TRACES)(
    'leaves the search of the help centre where it is: %s, %s',
    async (_engine, _language, _words, steps) => {
      host.state.view.value = { screen: 'help', query: '' };
      const field = await panel().findByRole<HTMLInputElement>('searchbox');
      play(field, steps.slice(0, -1));
      const before = host.calls.filter((call) => call.startsWith('go(')).length;
      play(
        field,
        steps.slice(-1).filter((step) => 'down' in step),
      );
      expect(host.calls.filter((call) => call.startsWith('go('))).toHaveLength(before);
    },
  );
});

describe('in the browser itself', () => {
  const session = () => cdp() as unknown as { send(method: string, params: object): Promise<unknown> };
  const compose = (text: string) =>
    session().send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });

  it.each([
    ['Japanese', ['か', 'かん', 'かんじ', '漢字'], '漢字'],
    ['Chinese', ['n', 'ni', 'ni hao'], '你好'],
    ['Korean', ['ㅇ', '아', '안'], '안녕'],
  ])('%s is written, chosen and sent whole, with one Enter', async (_language, drafts, words) => {
    await userEvent.click(host.field());
    for (const draft of drafts) {
      await compose(draft);
      // drawn anew meanwhile, which must not end the composition
      host.state.typing('c1').value = host.state.typing('c1').value ? null : MIKA;
      await frame();
      expect(host.field().value).toBe(draft);
    }
    await session().send('Input.insertText', { text: words });
    await waitFor(() => expect(host.field().value).toBe(words));
    expect(sent()).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(sent()).toEqual([`send("${words}","c1")`]));
  });
});
