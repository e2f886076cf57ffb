#!/usr/bin/env node
/** The command `sobani`. */
const HELP = `sobani <command>

  relay          Serve the relay and the agent desk.
  build-help     Compile a folder of Markdown into a help centre.
  build-answers  Compile a folder of questions into a model that answers on the device.
  check          List what is wrong with flows, rules, a help centre and answers.
  test           Play conversations, walk through flows at random, measure answers.
  import         Make Markdown of a help centre or questions from elsewhere.

sobani <command> --help tells a command's options.
`;

async function run([command, ...rest]: string[]): Promise<number> {
  switch (command) {
    case 'relay': {
      const { relay } = await import('./relay.js');
      return relay(rest);
    }
    case 'build-help': {
      const { buildHelp } = await import('./build-help.js');
      return buildHelp(rest);
    }
    case 'build-answers': {
      const { buildAnswers } = await import('./build-answers.js');
      return buildAnswers(rest);
    }
    case 'check': {
      const { checkCommand } = await import('./check.js');
      return checkCommand(rest);
    }
    case 'test': {
      const { testCommand } = await import('./test.js');
      return testCommand(rest);
    }
    case 'import': {
      const { importCommand } = await import('./import.js');
      return importCommand(rest);
    }
    case '--help':
    case '-h':
    case 'help':
      process.stdout.write(HELP);
      return 0;
    default:
      process.stderr.write(
        command === undefined
          ? `sobani: name a command.\n\n${HELP}`
          : `sobani: there is no command "${command}"; try relay or build-help, or sobani --help.\n`,
      );
      return 2;
  }
}

process.exitCode = await run(process.argv.slice(2));

export {};
