/** What the inspector is given to look at. It changes none of it, but for what it takes back when it closes. */
import type { Context } from '../context/context.js';
import type { Accounts } from '../core/accounts.js';
import type { Emitter } from '../core/emitter.js';
import type { Why } from '../core/matcher.js';
import type { Store } from '../core/store.js';
import type { RulesSeen } from './rules.js';

export interface Inspected {
  /** Of our one element; undefined where there is none any more. */
  root: ShadowRoot | undefined;
  store: Store;
  on: Emitter['on'];
  accounts: Accounts;
  context(): Promise<Context>;
  /** `current`: the conversation that goes on, or the one that would. */
  conversations: { current(): string };
  /** What is kept of the flow there, unparsed; undefined where there is none. */
  flow(conversation: string): Promise<unknown>;
  /** What was made of the visitor's words: of the last, or of any, which nobody answers. Null where there is nothing to tell. */
  answers: { last(): Promise<Why | null>; explain(text: string): Promise<Why | null> };
  /** What the rules are judged by; undefined while none are in force. */
  rules(): Promise<RulesSeen | undefined>;
  /** Open once the visitor has acted: then rows may go to the disk. */
  vault: { readonly isOpen: boolean };
}
