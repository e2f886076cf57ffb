import { useState } from 'preact/hooks';
import { toSobaniError } from '../../core/errors.js';
import { safeUrl } from '../../core/url.js';
import type { ButtonItem, Message, Part } from '../../types.js';
import { refusalWords } from '../conversation/reasons.js';
import { list, text } from '../kit/gate.js';
import { linkTo } from '../kit/url.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { Said } from './said.js';

export function ButtonsView({ part, message }: { part: Extract<Part, { type: 'buttons' }>; message: Message }) {
  return (
    <div class="several">
      <Said words={part.text} />
      <ButtonRow buttons={part.buttons} message={message} />
    </div>
  );
}

/** Buttons that lead somewhere, begin a flow, or say something for the visitor. An ended conversation keeps only the links. */
export function ButtonRow({ buttons, message }: { buttons: ButtonItem[] | undefined; message: Message }) {
  const { state, messenger, t } = usePanel();
  const { conversation } = message;
  const status = useValue(state.conversations).find(({ id }) => id === conversation)?.status;
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');

  const press = async ({ flow, reply, label }: ButtonItem) => {
    setBusy(true);
    setRefused('');
    try {
      await (text(flow)
        ? messenger.startFlow(text(flow))
        : messenger.send(text(reply) || text(label), { conversation }));
    } catch (error) {
      setRefused(refusalWords(t, toSobaniError(error)));
    }
    setBusy(false);
  };
  const all = list(buttons).filter(({ label }) => text(label));
  if (!all[0]) return null;
  return (
    <div class="presses">
      {all.map((button, i) => {
        const { label, url } = button;
        if (text(url)) {
          const to = safeUrl(text(url), location.href);
          return to ? (
            <a key={i} {...linkTo(to)} dir="auto">
              {label}
            </a>
          ) : null;
        }
        return (
          <button
            key={i}
            type="button"
            dir="auto"
            disabled={isBusy || status === 'resolved'}
            onClick={() => void press(button)}
          >
            {label}
          </button>
        );
      })}
      <p role="alert" class="mend small">
        {refused}
      </p>
    </div>
  );
}
