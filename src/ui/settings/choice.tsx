interface Props {
  title: string;
  value: string;
  /** What there is: value and words. */
  all: [value: string, words: string][];
  set: (value: string) => void;
}

/** One of a few. */
export const Choice = ({ title, value, all, set }: Props) => (
  <label class="row">
    <strong>{title}</strong>
    <select value={value} aria-label={title} onChange={({ currentTarget }) => set(currentTarget.value)}>
      {all.map(([one, words]) => (
        <option key={one} value={one} selected={one === value}>
          {words}
        </option>
      ))}
    </select>
  </label>
);
