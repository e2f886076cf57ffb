import { usePanel } from '../panel/use-panel.js';

/** Leads to the team, with `words` in the composer unless something is written there. */
export function Ask({ label, words = '' }: { label: string; words?: string }) {
  const { actions, drafts } = usePanel();
  const ask = () => {
    const id = actions.current();
    if (!drafts.value.get(id)?.trim()) actions.draft(id, words);
    actions.go({ screen: 'conversation', id });
  };
  return (
    <button type="button" class="solid" onClick={ask}>
      {label}
    </button>
  );
}
