import { strings } from '../strings.js';
import { Icon } from './Icon.js';

interface Props {
  problem: 'working' | 'refused' | 'unreachable' | null;
  onRetry(): void;
}

export function SignIn({ problem, onRetry }: Props) {
  const { signIn } = strings;
  if (problem === 'working') {
    return (
      <main class="sign-in">
        <p class="sign-in-working" role="status">
          {signIn.working}
        </p>
      </main>
    );
  }
  const unreachable = problem === 'unreachable';
  return (
    <main class="sign-in">
      <div class="sign-in-box">
        <span class="brand-mark">
          <Icon name="bubble" />
        </span>
        <h1>
          {unreachable ? signIn.unreachableHeading : problem === 'refused' ? signIn.refusedHeading : signIn.heading}
        </h1>
        <p>{unreachable ? signIn.unreachable : problem === 'refused' ? signIn.refused : signIn.missing}</p>
        {unreachable ? (
          <button type="button" class="button primary" onClick={onRetry}>
            {signIn.retry}
          </button>
        ) : (
          <code>{signIn.example}</code>
        )}
      </div>
    </main>
  );
}
