import { useEffect, useRef, useState } from 'preact/hooks';
import type { Agent } from '../../wire/desk.js';
import { strings } from '../strings.js';
import { Avatar } from './Avatar.js';
import { Icon } from './Icon.js';

interface Props {
  agents: readonly Agent[];
  assignee: Agent | null;
  me: string | undefined;
  disabled: boolean;
  /** `null`: back to waiting. */
  onPick(agent: string | null): void;
}

/** A menu button after the ARIA pattern: arrows move, Escape and a press outside close. */
export function AssignMenu({ agents, assignee, me, disabled, onPick }: Props) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const pick = (agent: string | null) => {
    close();
    if (agent !== (assignee?.id ?? null)) onPick(agent);
  };

  useEffect(() => {
    if (!isOpen) return;
    const all = items();
    (all.find((item) => item.getAttribute('aria-checked') === 'true') ?? all[0])?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
    else if (event.key === 'ArrowUp') all.at(at - 1)?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else return;
    event.preventDefault();
  };

  return (
    <div class="menu-place" ref={box}>
      <button
        type="button"
        ref={button}
        class="button"
        disabled={disabled}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {strings.actions.assign}
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <div class="menu" role="menu" tabIndex={-1} aria-label={strings.actions.assignTo} onKeyDown={onKeyDown}>
          {agents.map((agent) => (
            <button
              key={agent.id}
              type="button"
              role="menuitemradio"
              aria-checked={agent.id === assignee?.id}
              tabIndex={-1}
              onClick={() => pick(agent.id)}
            >
              <Avatar id={agent.id} name={agent.name} small />
              <bdi>{agent.id === me ? strings.actions.you(agent.name) : agent.name}</bdi>
              {agent.id === assignee?.id && <Icon name="check" />}
            </button>
          ))}
          <button
            type="button"
            role="menuitemradio"
            aria-checked={!assignee}
            tabIndex={-1}
            class="menu-last"
            onClick={() => pick(null)}
          >
            {strings.actions.unassign}
            {!assignee && <Icon name="check" />}
          </button>
        </div>
      )}
    </div>
  );
}
