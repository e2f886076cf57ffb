interface Props {
  title: string;
  about: string;
  isOn: boolean;
  flip: (isOn: boolean) => void;
}

/** On or off; a press on the words is one on the switch. */
export const Switch = ({ title, about, isOn, flip }: Props) => (
  <label class="row">
    <span>
      <strong>{title}</strong>
      <small>{about}</small>
    </span>
    <input
      type="checkbox"
      role="switch"
      aria-label={title}
      checked={isOn}
      aria-checked={isOn}
      onChange={({ currentTarget }) => {
        flip(currentTarget.checked);
        // it shows what is chosen, and that is for the answer to say
        currentTarget.checked = isOn;
      }}
    />
  </label>
);
