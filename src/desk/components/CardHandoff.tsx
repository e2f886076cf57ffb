import type { Summary } from '../../types.js';
import type { DeskConversation } from '../../wire/desk.js';
import { languageLabel } from '../format.js';
import { strings } from '../strings.js';
import { Facts } from './Facts.js';
import { Section } from './Section.js';

const text = strings.card;

/** Why a person was asked for, and how the visitor writes. */
function Chips({ conversation: { tone, language } }: { conversation: DeskConversation }) {
  if (!tone && !language) return null;
  return (
    <ul class="tags" aria-label={text.signs} title={text.signsWhy}>
      {tone && <li class={`tag ${tone}`}>{text.tones[tone]}</li>}
      {language && <li class="tag">{text.writes(languageLabel(language))}</li>}
    </ul>
  );
}

function Lines({ title, children }: { title: string; children: string[] }) {
  if (!children.length) return null;
  return (
    <div class="handoff-lines">
      <h4>{title}</h4>
      <ul>
        {children.map((line) => (
          <li key={line} dir="auto">
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What happened before, so that nobody asks for it again. */
function Before({ summary: { asked, tried, answered, collected } }: { summary: Summary }) {
  return (
    <Section title={text.summary} mark={{ text: text.traitsMark, why: text.traitsWhy }}>
      <Lines title={text.asked}>{asked}</Lines>
      <Lines title={text.tried}>{tried.map(({ title, article }) => title || article)}</Lines>
      {answered.length > 0 && (
        <div class="handoff-lines">
          <h4>{text.answered}</h4>
          <dl>
            {answered.map(({ question, answer }, i) => (
              <div key={i}>
                <dt dir="auto">{question}</dt>
                <dd dir="auto">{answer}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      {Object.keys(collected).length > 0 && (
        <div class="handoff-lines">
          <h4>{text.collected}</h4>
          <Facts facts={Object.entries(collected)} />
        </div>
      )}
    </Section>
  );
}

interface Props {
  conversation: DeskConversation;
  summary: Summary | null;
  showApp: boolean;
}

/** The conversation itself: why it was handed over, to whom, and what was said before. */
export function CardHandoff({ conversation, summary, showApp }: Props) {
  const { reason, team, intent, priority, reference, app, tags } = conversation;
  return (
    <>
      <Section title={text.conversation}>
        <Chips conversation={conversation} />
        <Facts
          facts={[
            [text.reason, reason],
            [text.intent, intent && `${intent.id} (${text.sure(intent.confidence)})`],
            [text.team, team],
            [text.priority, priority === 'normal' ? null : text.priorities[priority]],
            [text.reference, reference],
            [text.app, showApp ? app : null],
          ]}
        />
        {tags.length === 0 ? (
          <p class="faint">{text.noTags}</p>
        ) : (
          <ul class="tags" aria-label={text.tags}>
            {tags.map((tag) => (
              <li key={tag} class={`tag${tag === 'urgent' || tag === 'vip' ? ' urgent' : ''}`}>
                {tag}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {summary && <Before summary={summary} />}
    </>
  );
}
