import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';

export interface Started {
  child: ChildProcess;
  end(): void;
}

/** Starts a process that does not outlive this one. A signal to its group ends it too. */
export function start(command: string, args: string[], stdio: StdioOptions, env = process.env): Started {
  const child = spawn(command, args, { env, stdio });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    child,
    end() {
      process.off('exit', kill);
      kill();
    },
  };
}
