/**
 * "What we share", as a download of its own. It has no hooks and few imports: each thing that it uses of the screens is one
 * more name that they export.
 */
import '../panel/screens.js';
import { Component } from 'preact';
import { enShare } from '../../i18n/en-share.js';
import { addEnglish } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import { Icon } from '../kit/icon.js';
import { Blank } from '../panel/blank.js';
import type { Panel } from '../panel/context.js';
import { partCard, sentCard } from './cards.js';
import { download } from './download.js';
import { TRAY } from './drawings.js';
import { Erase } from './erase.js';
import { SHIELD } from './link.js';
import shareCss from './share.css?inline';
import { attachShares, type Shares } from './shares.js';

addEnglish(enShare);

const sheet = styleSheet(shareCss);

/** All that is known, what of it goes along, and what went. */
export class ShareScreen extends Component<
  { panel: Panel },
  Partial<typeof import('../transcript/keep-transcript.js')>
> {
  declare private shares: Shares | undefined;

  override componentDidMount() {
    const { panel } = this.props;
    adopt(panel.root, sheet);
    this.shares = attachShares(panel, () => this.forceUpdate());
    if (panel.state.conversations.value[0]) {
      import('../transcript/keep-transcript.js').then(
        (it) => this.setState(it),
        () => {},
      );
    }
  }

  override componentWillUnmount() {
    this.shares!.detach();
  }

  override render({ panel }: { panel: Panel }) {
    const { state, t } = panel;
    const { KeepTranscript } = this.state;
    const [last] = state.conversations.value;
    const { shared, failed, load, flip } = this.shares ?? ({} as Partial<Shares>);
    if (!shared) return <Blank t={t} hasFailed={shared === false} retry={load!} />;
    const { parts, sent } = shared;
    return (
      // the page below may have gone on meanwhile
      <section class="scroll shared" onPointerEnter={load}>
        <h3 class="lead">{t('youSee')}</h3>
        <p>{t('whatFor')}</p>
        <p class="vow small">
          <Icon d={SHIELD} />
          {t('neverRead')}
        </p>
        <h3>{t('goesAlong')}</h3>
        {parts[0] ? (
          <ul>{parts.map((it) => partCard(t, it, failed === it.key, (isOn) => void flip!(it.key, isOn)))}</ul>
        ) : (
          <p class="card told small">{t('nothingKnown')}</p>
        )}
        <h3>{t('went')}</h3>
        {sentCard(t, sent)}
        <h3>{t('inYourHands')}</h3>
        <button
          type="button"
          class="card"
          onClick={() => download(JSON.stringify(shared, null, 2), 'what-we-share.json', 'application/json')}
        >
          <Icon d={TRAY} />
          <span>
            <strong>{t('download')}</strong>
            <small>{t('downloadIs')}</small>
          </span>
        </button>
        {KeepTranscript && last && <KeepTranscript key={last.id} panel={panel} id={last.id} download={download} />}
        <Erase panel={panel} onEnd={load!} />
      </section>
    );
  }
}
