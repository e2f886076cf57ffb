/** What the visitor may have otherwise, as a download of its own. It has no hooks: see share/share.tsx. */
import '../panel/screens.js';
import { Component, type ComponentChildren } from 'preact';
import { has } from '../../core/options.js';
import type { Change, Settings } from '../../core/settings.js';
import { enSettings } from '../../i18n/en-settings.js';
import { languages } from '../../i18n/languages.js';
import { addEnglish, type Translate } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import { Icon, NEXT } from '../kit/icon.js';
import type { Panel } from '../panel/context.js';
import { SHIELD } from '../share/link.js';
import { allow, canNotify } from './allow.js';
import { Choice } from './choice.js';
import settingsCss from './settings.css?inline';
import { Switch } from './switch.js';
import { TextSize } from './text-size.js';

addEnglish(enSettings);

const sheet = styleSheet(settingsCss);

/** A language by its own name. */
function nameOf(code: string): string {
  try {
    return new Intl.DisplayNames(code, { type: 'language' }).of(code)!;
  } catch {
    return code;
  }
}

const themes = (t: Translate): [string, string][] => [
  ['', t('themePage')],
  ['auto', t('themeAuto')],
  ['light', t('themeLight')],
  ['dark', t('themeDark')],
];

interface Props {
  panel: Panel;
}

export class SettingsScreen extends Component<Props, { failed?: 'notKept' | 'notAllowed' | '' }> {
  declare private undo: () => void;

  override componentDidMount() {
    const { root, state } = this.props.panel;
    adopt(root, sheet);
    this.undo = state.settings.subscribe(() => this.forceUpdate());
  }

  override componentWillUnmount() {
    this.undo();
  }

  private async choose(change: Change) {
    this.setState({ failed: '' });
    try {
      const isRefused = change.notifications && !(await allow());
      if (isRefused) this.setState({ failed: 'notAllowed' });
      else await this.props.panel.actions.choose(change);
    } catch {
      this.setState({ failed: 'notKept' });
    }
  }

  override render({ panel }: Props) {
    const { state, actions, t } = panel;
    const { failed } = this.state;
    const settings = state.settings.value;
    const options = state.options.value;
    const talks = has(options, 'chat|bot');
    const hasSound = talks && `${options.attention ?? ''}`.includes('sound');
    const hasNotifications = talks && canNotify(options);
    const isDenied = hasNotifications && Notification.permission === 'denied';
    const part = (title: string, children: ComponentChildren) => (
      <>
        <h3>{title}</h3>
        <div class="card group">{children}</div>
      </>
    );
    return (
      <section part="settings" class="scroll">
        {/* always there, so that what comes into it is spoken */}
        <p role="alert" class="error">
          {failed && t(failed)}
        </p>
        {(hasSound || hasNotifications) &&
          part(
            t('noticing'),
            <>
              {hasSound && (
                <Switch
                  title={t('sound')}
                  about={t('soundIs')}
                  isOn={!!settings.sound}
                  flip={(isOn) => void this.choose({ sound: isOn || undefined })}
                />
              )}
              {hasNotifications && (
                <Switch
                  title={t('notifications')}
                  about={t(isDenied ? 'notAllowed' : 'notificationsAre')}
                  isOn={!!settings.notifications && !isDenied}
                  flip={(isOn) => void this.choose({ notifications: isOn || undefined })}
                />
              )}
            </>,
          )}
        {part(
          t('looks'),
          <>
            <TextSize t={t} size={Number(options.textSize ?? 100)} set={(textSize) => void this.choose({ textSize })} />
            <Choice
              title={t('theme')}
              value={settings.theme ?? ''}
              all={themes(t)}
              set={(theme) => void this.choose({ theme: (theme || undefined) as Settings['theme'] })}
            />
            <Choice
              title={t('language')}
              value={settings.locale ?? ''}
              all={[
                ['', t('languagePage')],
                ...['en', ...Object.keys(languages)].map((code): [string, string] => [code, nameOf(code)]),
              ]}
              set={(locale) => void this.choose({ locale: locale || undefined })}
            />
          </>,
        )}
        {talks && (
          <>
            <h3>{t('yourData')}</h3>
            <button type="button" class="card" onClick={() => actions.go({ screen: 'share' })}>
              <Icon d={SHIELD} />
              <span>
                <strong>{t('share')}</strong>
                <small>{t('shareIs')}</small>
              </span>
              <Icon d={NEXT} flip />
            </button>
          </>
        )}
      </section>
    );
  }
}
