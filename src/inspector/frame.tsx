import { Component } from 'preact';
import type { Why } from '../core/matcher.js';
import { AnswersScreen } from './answers-screen.js';
import { EventsScreen, SentScreen } from './log-screens.js';
import { LooksScreen } from './looks-screen.js';
import type { Report } from './report.js';
import type { Folds } from './rows.js';
import { RulesScreen } from './rules-screen.js';
import { SnapshotScreen } from './snapshot-screen.js';
import { ConnectionScreen, ConsentScreen, FlowScreen, TONES } from './state-screens.js';

export type Dock = 'left' | 'bottom' | 'right';

const TABS = ['Snapshot', 'Events', 'Sent', 'Consent', 'Flow', 'Answers', 'Rules', 'Looks', 'Connection'] as const;
type Tab = (typeof TABS)[number];
/** Where in a window of 16 it is. */
const DOCKS: Record<Dock, string> = { left: 'M2 3h5v10H2z', bottom: 'M2 8h12v5H2z', right: 'M9 3h5v10H9z' };

export interface FrameProps {
  report: Report | null;
  dock: Dock;
  onDock(dock: Dock): void;
  /** Null where the clipboard may not be used: then the text is shown to be copied by hand. */
  onCopy(): Promise<string | null>;
  onClear(log: 'events' | 'sent'): void;
  onTry(text: string): Promise<Why | null>;
  onClose(): void;
}

interface Kept {
  tab: Tab;
  only: string;
  /** The events as they were when they were halted. */
  paused: Report['events'] | null;
  copied: boolean;
  /** To be copied by hand. */
  text: string | null;
}

/** All that is seen of it. What it shows is handed in. */
export class Frame extends Component<FrameProps, Kept> {
  // declared, not defined: that would bring along what older browsers need for it
  declare private folds: Folds;

  constructor(props: FrameProps) {
    super(props);
    this.state = { tab: 'Snapshot', only: '', paused: null, copied: false, text: null };
    const opened = new Set<string>();
    this.folds = {
      has: (key) => opened.has(key),
      flip: (key, isOpen) => {
        if (opened.has(key) === isOpen) return;
        if (isOpen) opened.add(key);
        else opened.delete(key);
        this.forceUpdate();
      },
    };
  }

  private async copy() {
    const text = await this.props.onCopy();
    this.setState({ copied: text === null, text });
  }

  /** By the arrows along the row of tabs, the focus goes along. */
  private onTabKey(event: KeyboardEvent) {
    const last = TABS.length - 1;
    const at = TABS.indexOf(this.state.tab);
    const to = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: (at || last + 1) - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.setState({ tab: TABS[to]! });
    ((event.currentTarget as HTMLElement).children[to] as HTMLElement).focus();
  }

  private screen(report: Report) {
    const { tab, only, paused } = this.state;
    const { onClear } = this.props;
    const { folds } = this;
    switch (tab) {
      case 'Snapshot':
        return <SnapshotScreen report={report} folds={folds} />;
      case 'Events':
        return (
          <EventsScreen
            events={paused ?? report.events}
            only={only}
            isPaused={paused !== null}
            folds={folds}
            onOnly={(name) => this.setState({ only: name })}
            onPause={() => this.setState({ paused: paused ? null : report.events })}
            onClear={() => {
              if (paused) this.setState({ paused: [] });
              onClear('events');
            }}
          />
        );
      case 'Sent':
        return <SentScreen sent={report.sent} folds={folds} onClear={() => onClear('sent')} />;
      case 'Consent':
        return <ConsentScreen report={report} />;
      case 'Flow':
        return <FlowScreen report={report} />;
      case 'Answers':
        return <AnswersScreen report={report} onTry={this.props.onTry} />;
      case 'Looks':
        return <LooksScreen report={report} />;
      case 'Rules':
        return <RulesScreen report={report} />;
      case 'Connection':
        return <ConnectionScreen report={report} />;
    }
  }

  override render({ report, dock, onDock, onClose }: FrameProps, { tab, copied, text }: Kept) {
    const leave = (
      <button type="button" class="icon" aria-label="Close the inspector" title="Close (Esc)" onClick={onClose}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path class="window" d="m4 4 8 8M12 4l-8 8" />
        </svg>
      </button>
    );
    if (!report) {
      return (
        <header>
          <span class="grow">What there is could not be read.</span>
          {leave}
        </header>
      );
    }
    const { sobani, protocol, locale } = report.versions;
    const { status } = report.connection;
    const counts: Partial<Record<Tab, number>> = {
      Events: report.events.length,
      Sent: report.sent.length,
      Looks: report.looks.filter(({ isEnough }) => !isEnough).length,
    };
    return (
      <>
        <header>
          <h2>Inspector</h2>
          <span class={`pill ${TONES[status]}`}>{status}</span>
          <span class="grow" />
          <fieldset aria-label="Dock">
            {(Object.keys(DOCKS) as Dock[]).map((side) => (
              <button
                key={side}
                type="button"
                class="icon"
                aria-label={`Dock ${side}`}
                title={`Dock ${side}`}
                aria-pressed={side === dock}
                onClick={() => onDock(side)}
              >
                <svg viewBox="0 0 16 16" aria-hidden="true">
                  <path class="window" d="M2 3h12v10H2z" />
                  <path class="fill" d={DOCKS[side]} />
                </svg>
              </button>
            ))}
          </fieldset>
          <button type="button" onClick={() => void this.copy()}>
            Copy JSON
          </button>
          {leave}
        </header>
        <p role="status" class="said">
          {copied ? 'Copied, without secrets.' : ''}
        </p>
        {text !== null && (
          <label class="byhand">
            This page may not use the clipboard. Copy it from here:
            <textarea readOnly value={text} ref={(field) => field?.select()} />
          </label>
        )}
        <div role="tablist" aria-label="What to look at" onKeyDown={(event) => this.onTabKey(event)}>
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-controls="screen"
              aria-selected={name === tab}
              tabIndex={name === tab ? 0 : -1}
              onClick={() => this.setState({ tab: name, copied: false })}
            >
              {name}
              {counts[name] ? <b>{counts[name]}</b> : null}
            </button>
          ))}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keys could not scroll what has nothing to press */}
        <div role="tabpanel" id="screen" aria-labelledby={`tab-${tab}`} tabIndex={0} key={tab}>
          {this.screen(report)}
        </div>
        <footer>
          sobani {sobani} · protocol {protocol} · {locale}
        </footer>
      </>
    );
  }
}
