/** Parts of messages that few conversations have: pictures, cards, forms, answers, ratings. Fetched with the first of them. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isDay } from '../../core/typed.js';
import { enParts } from '../../i18n/en-parts.js';
import { addEnglish } from '../../i18n/translate.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import type { Message, Part, RichPart } from '../../types.js';
import { text } from '../kit/gate.js';
import { useValue } from '../kit/use-value.js';
import { usePanel } from '../panel/use-panel.js';
import { Answers, answerWords } from './answers.js';
import { CardView } from './card.js';
import { ChannelsView } from './channels.js';
import { checkField } from './check-field.js';
import { FormView } from './form.js';
import { momentWords } from './moment.js';
import css from './parts.css?inline';
import { pickerField } from './picker-field.js';
import { nearUrl, Picture } from './picture.js';
import { Question } from './question.js';
import { replyTo } from './replies.js';
import sourcesCss from './sources.css?inline';
import { Sources } from './sources.js';

addEnglish(enParts);
const sheet = styleSheet(css + sourcesCss);

export interface PartProps<T extends Part['type'] = Part['type']> {
  part: Extract<Part, { type: T }>;
  message: Message;
}

const VIEWS: { [T in Part['type']]?: FunctionComponent<PartProps<T>> } = {
  image: ({ part }) => <Picture picture={part} />,
  card: CardView,
  form: FormView,
  answers: Answers,
  survey: SurveyView,
  rating: RatingView,
  sources: Sources,
  channels: ChannelsView,
  file: FileView,
  carousel: RichView,
  list: RichView,
  buttons: RichView,
  order: RichView,
  cart: RichView,
  'date-picker': RichView,
  'list-picker': RichView,
};

/** What draws parts of this type in that root; undefined for one that is none of these. */
export function viewOf(type: string, root: ShadowRoot): FunctionComponent<PartProps> | undefined {
  adopt(root, sheet);
  return Object.hasOwn(VIEWS, type) ? (VIEWS[type as Part['type']] as FunctionComponent<PartProps>) : undefined;
}

type Files = typeof import('../attachments/attachments.js');
let files: Files | undefined;

function FileView(props: PartProps<'file'>) {
  const { root, t } = usePanel();
  const [views, setViews] = useState(files);
  const [hasFailed, fail] = useState(false);
  useEffect(() => {
    if (views) return;
    import('../attachments/attachments.js').then(
      (it) => {
        files = it;
        setViews(it);
      },
      () => fail(true),
    );
  }, []);
  if (!views) return <p class="bubble">{hasFailed ? text(props.part.name) || t('cannotShow') : '…'}</p>;
  adopt(root, views.sheet);
  return <views.FileView {...props} />;
}

type More = typeof import('./more-parts.js');
let more: More | undefined;

function RichView(props: { part: RichPart; message: Message }) {
  const { root } = usePanel();
  const [got, setGot] = useState(more);
  useEffect(() => {
    if (got) return;
    import('./more-parts.js').then(
      (it) => {
        it.equip({ answerWords, CardView, checkField, isDay, momentWords, nearUrl, pickerField, Question });
        more = it;
        setGot(it);
      },
      () => {},
    );
  }, []);
  // until it is there, or where it could not be had
  if (!got) return <p class="bubble">{text(props.part.text)}</p>;
  adopt(root, got.sheet);
  const View = got.views[props.part.type] as FunctionComponent<typeof props>;
  return <View {...props} />;
}

type Surveys = typeof import('../survey/survey.js');
let surveys: Surveys | undefined;

function SurveyView({ part, message }: PartProps<'survey'>) {
  const { state, actions, root, t } = usePanel();
  const { id, conversation } = message;
  const messages = useValue(state.messages(conversation));
  const [views, setViews] = useState(surveys);
  useEffect(() => {
    if (views) return;
    import('../survey/survey.js').then(
      (it) => {
        surveys = it;
        setViews(it);
      },
      () => {},
    );
  }, []);
  // until it is there, or where it could not be had
  if (!views) return <p class="bubble asks">{text(part.text)}</p>;
  adopt(root, views.sheet);
  return (
    <div class="bubble asks">
      <views.Survey
        t={t}
        part={part}
        isOver={!!replyTo(messages, id, 'rating')}
        onRate={(rating) => actions.answer(conversation, [{ ...rating, to: id }])}
      />
    </div>
  );
}

function RatingView({ part }: PartProps<'rating'>) {
  const { t } = usePanel();
  const { score, max } = part;
  const remark = text(part.remark);
  // of two ends the words say more than the numbers
  const said = max === 1 ? text(part.text).split('\n')[0] : t('scored', { score: Number(score), max: Number(max) });
  return (
    <p class="bubble" dir="auto">
      <strong>{said}</strong>
      {remark && `\n${remark}`}
    </p>
  );
}
