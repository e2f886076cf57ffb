/** Where the help centre is shown. What is seen of it is fetched, with the articles, when it is first needed. */
import { useLayoutEffect, useState } from 'preact/hooks';
import type { HelpCentre } from '../../core/ports.js';
import type { View } from '../../core/state.js';
import { adopt } from '../../theme/adopt.js';
import { useValue } from '../kit/use-value.js';
import { Blank } from '../panel/blank.js';
import { usePanel } from '../panel/use-panel.js';

interface Help {
  /** Null where the host has none. */
  centre: HelpCentre | null;
  views: typeof import('./help-views.js');
}

/** Undefined while it comes, false where it could not be had. It is asked for anew in another language. */
function useHelp(): [help: Help | false | undefined, retry: () => void] {
  const { state, actions, root } = usePanel();
  const locale = useValue(state.locale);
  const [help, show] = useState<Help | false>();
  const [turn, setTurn] = useState(0);
  useLayoutEffect(() => {
    let isHere = true;
    Promise.all([actions.help(), import('./help-views.js')]).then(
      ([centre, views]) => {
        adopt(root, views.sheet);
        if (isHere) show({ centre, views });
      },
      () => isHere && show(false),
    );
    return () => {
      isHere = false;
    };
  }, [locale, turn]);
  return [help, () => setTurn(turn + 1)];
}

export function HelpScreen({ view }: { view: View }) {
  const { t } = usePanel();
  const [help, retry] = useHelp();
  if (help) return <help.views.HelpView view={view} centre={help.centre} />;
  return <Blank t={t} hasFailed={help === false} retry={retry} />;
}

/** On the home screen, which does without where it cannot be had. */
export function HomeHelp() {
  const [help] = useHelp();
  if (!help) return null;
  const { views, centre } = help;
  return centre && <views.Suggestions centre={centre} />;
}
