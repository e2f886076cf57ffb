/** Why a question was answered as it was: the last one of the visitor's, or one that is tried here. */
import { Component, type JSX } from 'preact';
import type { Why } from '../core/matcher.js';
import type { Report } from './report.js';
import { Empty, Facts, Pill, type Tone } from './rows.js';
import { clock } from './words.js';

const VERDICTS: Record<Why['verdict'], [tone: Tone, what: string]> = {
  sure: ['good', 'one answer is given'],
  said: ['good', 'the matcher has answered'],
  unsure: ['wait', 'suggestions are offered'],
  none: ['calm', 'it is about something else'],
};

const percent = (share: number) => `${Math.round(share * 100)} %`;
const signed = (x: number) => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(2)}`;
const quiet = (text: string) => <span class="quiet">{text}</span>;

interface AnswersProps {
  report: Report;
  /** Asks the model, and nobody else. */
  onTry(text: string): Promise<Why | null>;
}

interface Kept {
  tried: Why | null;
}

export class AnswersScreen extends Component<AnswersProps, Kept> {
  constructor(props: AnswersProps) {
    super(props);
    this.state = { tried: null };
  }

  private async ask(form: HTMLFormElement) {
    const field = form.elements[0] as HTMLInputElement;
    if (field.value.trim()) this.setState({ tried: await this.props.onTry(field.value).catch(() => null) });
  }

  override render({ report }: AnswersProps, { tried }: Kept) {
    const { file, matcher, last } = report.answers;
    const why = tried && tried.at > (last?.at ?? 0) ? tried : last;
    return (
      <>
        {file && (
          <form
            class="tools"
            onSubmit={(event) => {
              event.preventDefault();
              void this.ask(event.currentTarget);
            }}
          >
            <input class="grow" aria-label="A question to try" placeholder="A question to try" maxLength={500} />
            <button type="submit">Try</button>
          </form>
        )}
        <Facts
          of={[
            ['answers', file ? <code>{file}</code> : quiet('the option answers is not set')],
            ['matcher', matcher ? <code>{matcher}</code> : quiet('the option matcher is not set')],
          ]}
        />
        {why ? <Reasons why={why} isTried={why === tried} /> : <Empty>Nothing has been asked yet.</Empty>}
      </>
    );
  }
}

function Reasons({ why, isTried }: { why: Why; isTried: boolean }): JSX.Element {
  const { at, text, mode, verdict, model, matcher } = why;
  const [tone, what] = VERDICTS[verdict];
  const { confidence, intent, failed } = matcher ?? {};
  return (
    <>
      <h3>{isTried ? 'Tried here' : 'Asked last'}</h3>
      <Facts
        of={[
          ['question', text],
          ['at', <time>{clock(at)}</time>],
          [
            'verdict',
            <>
              <Pill tone={tone}>{verdict}</Pill> {what}
            </>,
          ],
          ['setting', <code>{mode}</code>],
          [
            'evidence',
            model ? (
              <code>{`${model.evidence.toFixed(2)} ${model.evidence < model.cut ? '<' : '≥'} ${model.cut.toFixed(2)}`}</code>
            ) : (
              quiet('the model was not asked, or not there in time')
            ),
          ],
          [
            'matcher said',
            failed ? (
              <Pill tone="bad">{failed}</Pill>
            ) : confidence === undefined ? (
              quiet('it was not asked')
            ) : (
              <>
                <code>{percent(confidence)}</code> {intent && <code>{intent}</code>}
              </>
            ),
          ],
        ]}
      />
      {model && <h3>{`Intents; one is given from ${percent(model.sure)}`}</h3>}
      {model?.ranked.map(({ intent: id, title, confidence: share, score }) => (
        <p class="row" key={id}>
          <code class="number">{percent(share)}</code>
          <span class="grow cut">{title}</span>
          <code class="quiet">{`${id} ${signed(score)}`}</code>
        </p>
      ))}
      {model && <h3>What each word counts for the first</h3>}
      {model && (
        <p class="pieces">
          {model.pieces.map((piece, i) => (
            <span key={i} class={piece.known === false ? 'bad' : piece.counts < 0 ? 'wait' : 'good'}>
              {piece.text} <code>{piece.known === false ? 'not known' : signed(piece.counts)}</code>
            </span>
          ))}
        </p>
      )}
    </>
  );
}
