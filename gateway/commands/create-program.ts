/** Creates the command-line program: every command of the gateway, with its help. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { tellWhatToType } from '../cli/tell-what-to-type.ts';
import { COMMANDS, type Listed } from './commands.ts';

/** False in the container image, which is built without the demo. */
const HAS_DEMO = existsSync(new URL('../demo', import.meta.url));

/**
 * Creates a new program each time: commander keeps in it what was parsed.
 * @param words of the command line: of all commands only the one that they call is loaded; default: all are
 */
export async function createProgram(words?: readonly string[]): Promise<Command> {
  const program = new Command('gateway')
    .description('interagency gateway for license-plate reads: decides, logs, releases, revokes')
    .option(
      '--gateway <url>',
      'where to connect, e.g. to one certain node; default: `gateway` of the clients',
    );
  const usages = new Map(Object.keys(COMMANDS).map((usage) => [usage.split(' ')[0] as string, usage]));
  const called = words?.find((word, i) => usages.has(word) && words[i - 1] !== '--gateway');
  for (const [name, usage] of usages) {
    if (name === 'demo' && !HAS_DEMO) continue;
    const { load, what } = COMMANDS[usage] as Listed;
    const command = words === undefined || name === called ? await load() : new Command(name);
    program.addCommand(command.description(what));
  }
  program.configureHelp({ subcommandTerm: (command) => usages.get(command.name()) ?? 'help [command]' });
  tellWhatToType(program);
  showGlobalOptions(program);
  markRequired(program);
  return program;
}

/** Shows the program's own options in the help of each command that is a client. */
function showGlobalOptions(command: Command): void {
  if (command.options.some(({ long }) => long === '--as')) command.configureHelp({ showGlobalOptions: true });
  for (const part of command.commands) showGlobalOptions(part);
}

/** Marks in the help of every command the options that must be given. */
function markRequired(command: Command): void {
  for (const option of command.options) {
    if (option.mandatory) option.description = `${option.description} (required)`.trimStart();
  }
  for (const part of command.commands) markRequired(part);
}
