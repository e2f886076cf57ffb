/** What the inspector is given to look at. It changes none of it, but for what it takes back when it closes. */
import type { Context } from '../context/context.js';
import type { Accounts } from '../core/accounts.js';
import type { Emitter } from '../core/emitter.js';
import type { Store } from '../core/store.js';

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
  /** Open once the visitor has acted: then rows may go to the disk. */
  vault: { readonly isOpen: boolean };
}
