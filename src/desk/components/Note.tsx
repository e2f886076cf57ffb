import type { DeskNote } from '../../wire/desk.js';
import { strings } from '../strings.js';
import { Icon } from './Icon.js';
import { Markdown } from './Markdown.js';
import { Clock } from './Time.js';

export function Note({ note }: { note: DeskNote }) {
  return (
    <li class="team-note">
      <p class="note-head">
        <Icon name="lock" />
        <span>{strings.thread.note}</span>
      </p>
      <div dir="auto">
        <Markdown text={note.text} />
      </div>
      <p class="note-by">
        <bdi>{note.by.name}</bdi> · <Clock at={note.at} />
      </p>
    </li>
  );
}
