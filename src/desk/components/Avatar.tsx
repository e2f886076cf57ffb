import { initials } from '../format.js';
import { Icon } from './Icon.js';

/** Hues are told apart by class, so that none has to be set as a style. */
function hue(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)!) % 997;
  return sum % 6;
}

interface Props {
  id: string;
  /** Without one a plain figure is drawn. */
  name?: string | undefined;
  online?: boolean;
  small?: boolean;
}

/** A picture of somebody; says nothing to a screen reader, the name stands beside it. */
export function Avatar({ id, name, online, small }: Props) {
  return (
    <span class={`avatar hue-${hue(id)}${small ? ' small' : ''}`} aria-hidden="true">
      {name ? initials(name) : <Icon name="person" />}
      {online && <span class="online-dot" />}
    </span>
  );
}
