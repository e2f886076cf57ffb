/** Other ways to reach the team. */
import { isChannel } from '../../core/channels.js';
import { enChannels } from '../../i18n/en-channels.js';
import { addEnglish } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import type { Part } from '../../types.js';
import { list, text } from '../kit/gate.js';
import { Icon } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';
import { channelLink } from './channel-links.js';
import channelsCss from './channels.css?inline';

addEnglish(enChannels);

const sheet = styleSheet(channelsCss);

const DRAWINGS = {
  phone: 'M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2Z',
  email: 'M4 6h16v12H4Zm0 1 8 6 8-6',
  whatsapp: 'm4 20 1.5-4a8 8 0 1 1 3 3ZM9.5 8.5c0 4 2 6 6 6',
  line: 'M12 4c5 0 9 3 9 7 0 3.5-4 6.5-9 9v-2.5c-5 0-9-2.5-9-6.5s4-7 9-7Z',
  sms: 'M4 5h16v11H9l-5 4ZM8 9h8m-8 3h5',
};

/** Each opens in the visitor's own program with the reference in it; what cannot be made a link of is left out. */
export function ChannelsView({ part }: { part: Extract<Part, { type: 'channels' }> }) {
  const { root, t } = usePanel();
  adopt(root, sheet);
  const reference = text(part.reference);
  const opening = { subject: t('subject', { reference }), greeting: t('opening', { reference }) };
  // the lines that follow are for whoever cannot draw this
  const [said] = text(part.text).split('\n');
  return (
    <div class="channels">
      {said && (
        <p class="bubble" dir="auto">
          {said}
        </p>
      )}
      <ul>
        {list(part.channels)
          .filter(isChannel)
          .map((channel) => (
            <li key={channel.kind}>
              <a
                class="card"
                href={channelLink(channel, opening)}
                target={/^(whatsapp|line)$/.test(channel.kind) ? '_blank' : undefined}
                rel="noopener noreferrer"
              >
                <Icon d={DRAWINGS[channel.kind]} />
                <strong>{t(`channel-${channel.kind}`, { to: channel.to })}</strong>
              </a>
            </li>
          ))}
      </ul>
      {reference && (
        <p class="small" dir="auto">
          {t('reference')} <strong class="reference">{reference}</strong> {t('referenceIs')}
        </p>
      )}
    </div>
  );
}
