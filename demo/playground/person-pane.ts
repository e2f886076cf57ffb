/** What a person gets once one is asked for, and what they answer. */
import { el } from '../shop/dom.js';
import type { HandedOver } from './live.js';

export interface PersonPane {
  view: HTMLElement;
  show(got: HandedOver | null): void;
}

const row = (name: string, value: string | undefined) =>
  value ? el('div', {}, el('dt', {}, name), el('dd', {}, value)) : null;

export function createPersonPane(onReply: (conversation: string, text: string) => void): PersonPane {
  const body = el('div', { class: 'got' });
  const view = el('section', { class: 'pane person', 'aria-label': 'What a person gets', hidden: true }, body);
  return {
    view,
    show(got) {
      view.hidden = !got;
      if (!got) return;
      const { tone, priority, language, intent, summary } = got.handoff ?? {};
      const field = el('input', { 'aria-label': 'Answer as a person', placeholder: 'Answer as a person' });
      const form = el(
        'form',
        {
          class: 'tools',
          submit: (event: Event) => {
            event.preventDefault();
            if (field.value.trim()) onReply(got.id, field.value);
            field.value = '';
          },
        },
        field,
        el('button', { class: 'small' }, 'Send'),
      );
      const said = Object.entries(summary?.collected ?? {}).map(([name, value]) => `${name}: ${value}`);
      body.replaceChildren(
        el('h2', {}, 'A person has it now, with all of this'),
        el(
          'dl',
          {},
          row('Team', got.team),
          row('Reason', got.reason),
          row('Tags', got.tags.join(', ')),
          row('Tone', tone),
          row('Priority', priority),
          row('Language', language),
          row('Intent', intent && `${intent.id}, ${Math.round(intent.confidence * 100)} %`),
          row('Asked', summary?.asked.join(' · ')),
          row('Answered', summary?.answered.map(({ question, answer }) => `${question} ${answer}`).join(' · ')),
          row('Read', summary?.tried.map(({ title }) => title).join(', ')),
          row('Collected', said.join(', ')),
          row('Page', got.snapshot?.page.url),
        ),
        form,
      );
    },
  };
}
