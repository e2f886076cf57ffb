/** How a scripted messenger is brought into a state. */

import type { HelpCentre } from '../../src/core/ports.js';
import type { Message, Part } from '../../src/types.js';
import { BOT, conversation, type FakeHost, helpCentre, message } from './panel-host.js';

export interface State {
  /** Before it is drawn. */
  set(host: FakeHost): void;
  /** What shows that it is there. Default: the field to write in. */
  until?: string;
  /** What is done then, and shown by the second selector. */
  next?: [act: (host: FakeHost) => unknown, until: string];
}

export const talk =
  (messages: Message[], more: Parameters<typeof conversation>[0] = {}) =>
  (it: FakeHost) => {
    it.state.conversations.value = [conversation(more)];
    it.show(messages);
    it.state.view.value = { screen: 'conversation', id: 'c1' };
  };
export const says = (...parts: Part[]) => talk(parts.map((part) => message(BOT, [part])));
export const screen = (view: FakeHost['state']['view']['value'], centre?: Partial<HelpCentre>) => (it: FakeHost) => {
  if (centre) it.help = async () => ({ ...helpCentre(), ...centre });
  it.state.view.value = view;
};
export const press = (selector: string) => (it: FakeHost) => it.panel.querySelector<HTMLElement>(selector)!.click();
