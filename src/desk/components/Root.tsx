import type { Gate } from '../gate.js';
import { useValue } from '../use-value.js';
import { App } from './App.js';
import { SignIn } from './SignIn.js';

export function Root({ gate }: { gate: Gate }) {
  const screen = useValue(gate.screen);
  if (screen.at === 'desk') return <App key="desk" desk={screen.desk} />;
  return <SignIn problem={screen.at === 'working' ? 'working' : screen.problem} onRetry={gate.retry} />;
}
