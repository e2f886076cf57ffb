/** The host's own cards on home, and the ways to reach a team that has no messenger, as a download of their own. It has no hooks. */
import '../panel/screens.js';
import { Component } from 'preact';
import { isChannel } from '../../core/channels.js';
import { toSobaniError } from '../../core/errors.js';
import { type HomeCard, has } from '../../core/options.js';
import { enHomeCards } from '../../i18n/en-home-cards.js';
import { addEnglish } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import type { Channel, Target } from '../../types.js';
import { text } from '../kit/gate.js';
import { Icon, NEXT } from '../kit/icon.js';
import { linkTo } from '../kit/url.js';
import type { Panel } from '../panel/context.js';
import { hostText } from '../panel/words.js';
import cardsCss from './home-cards.css?inline';
import { parseCards } from './parse-cards.js';

addEnglish(enHomeCards);

const sheet = styleSheet(cardsCss);

/** As the host gave them, and what became of that: what is wrong is told once. */
let given: unknown;
let cards: HomeCard[] = [];
function cardsOf({ state, onError }: Panel): HomeCard[] {
  const { value } = state.options;
  if (value.cards === given) return cards;
  given = value.cards;
  cards = [];
  try {
    if (given) cards = parseCards(given, location.href);
  } catch (thrown) {
    onError(toSobaniError(thrown));
  }
  return cards;
}

/** As the room that offers them in a conversation reads them; what is wrong is told there. */
function channelsOf(value: unknown): Channel[] {
  let all = value;
  try {
    if (typeof value === 'string') all = JSON.parse(value);
  } catch {
    return [];
  }
  return Object.entries(Object(all) as object)
    .map(([kind, one]) => {
      const to = `${one}`.trim();
      return { kind, to: /^\+[\d\s().-]+$/.test(to) ? `+${to.replace(/\D/g, '')}` : to };
    })
    .filter(isChannel);
}

const address = ({ kind, to }: Channel): string =>
  ({
    phone: `tel:${to}`,
    email: `mailto:${encodeURIComponent(to).replace('%40', '@')}`,
    whatsapp: `https://wa.me/${to.slice(1)}`,
    line: `https://line.me/R/ti/p/${encodeURIComponent(to)}`,
    sms: `sms:${to}`,
  })[kind];

/** A program of the visitor's own opens no tab. */
const leading = (href: string) => (/^https?:/.test(href) ? linkTo(new URL(href)) : { href });

export class Extras extends Component<{ panel: Panel }> {
  override componentDidMount() {
    adopt(this.props.panel.root, sheet);
  }

  override render({ panel }: { panel: Panel }) {
    const { state, messenger, t } = panel;
    const options = state.options.value;
    const name = text(state.person.value?.name);
    const said = (it: HomeCard['text']) => hostText(it, t.locale, name);
    const channels = has(options, 'chat') ? [] : channelsOf(options.channels);
    const inside = ({ title, text: line, image }: HomeCard) => (
      <>
        {image && <img src={image} alt="" width="48" height="48" loading="lazy" />}
        <span>
          <strong dir="auto">{said(title)}</strong>
          {line && <small dir="auto">{said(line)}</small>}
        </span>
        <Icon d={NEXT} flip />
      </>
    );
    return (
      <>
        {cardsOf(panel).map((card, i) => {
          const { target } = card;
          if (typeof target === 'object' && 'url' in target) {
            return (
              <a key={i} class="card host" {...leading(target.url)}>
                {inside(card)}
              </a>
            );
          }
          const press = () =>
            typeof target === 'object' && 'flow' in target
              ? messenger.startFlow(target.flow)
              : messenger.open(target as Target);
          return (
            // the guard of the handle has told the host what is wrong with it
            <button key={i} type="button" class="card host" onClick={() => void press().catch(() => {})}>
              {inside(card)}
            </button>
          );
        })}
        {channels[0] && (
          <>
            <h3>{t('contact')}</h3>
            {channels.map((channel) => (
              <a key={channel.kind} class="card host" {...leading(address(channel))}>
                <span>
                  <strong>{t(`reach-${channel.kind}`, { to: channel.to })}</strong>
                </span>
                <Icon d={NEXT} flip />
              </a>
            ))}
          </>
        )}
      </>
    );
  }
}
