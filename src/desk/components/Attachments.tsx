import { useRef } from 'preact/hooks';
import { useDesk } from '../context.js';
import { fileSize } from '../format-file.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Icon } from './Icon.js';

/** The button for files beside the reply, where the relay takes any. */
export function AttachButton({ conversation }: { conversation: string }) {
  const desk = useDesk();
  const upload = useValue(desk.state.upload);
  const input = useRef<HTMLInputElement>(null);
  if (!upload) return null;
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={upload.types.join()}
        onChange={({ currentTarget }) => {
          desk.files.attach(conversation, [...(currentTarget.files ?? [])]);
          // the same one may be picked again
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="button small attach"
        title={strings.files.hint(fileSize(upload.bytes))}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
        {strings.files.attach}
      </button>
    </>
  );
}

/** What goes along with the reply. */
export function AttachedList({ conversation }: { conversation: string }) {
  const desk = useDesk();
  const files = useValue(desk.files.attached).get(conversation) ?? [];
  if (!files.length) return null;
  return (
    <ul class="attached" aria-label={strings.files.attached}>
      {files.map(({ id, name, state, part, why }) => (
        <li key={id} class={state}>
          <Icon name={state === 'failed' ? 'alert' : 'page'} />
          <span role={state === 'failed' ? 'alert' : undefined}>
            <bdi>{name}</bdi>
            <small>{state === 'uploading' ? strings.files.uploading : (why ?? fileSize(part?.size ?? 0))}</small>
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label={strings.files.remove(name)}
            onClick={() => desk.files.remove(conversation, id)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
