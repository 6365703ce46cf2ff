/** The command as it was typed, with changes: what to type next. */
import type { Command } from 'commander';
import { nextCommand, quoted } from './next-command.ts';

/** @param changes by name of the option, as commander keeps it */
export function typedAgain(command: Command, changes: Readonly<Record<string, string>>): string {
  const words = [...namesOf(command), ...command.args.map(quoted)];
  for (const option of command.options) {
    const name = option.attributeName();
    const given =
      changes[name] ??
      (command.getOptionValueSource(name) === 'cli' ? command.getOptionValue(name) : undefined);
    if (given !== undefined)
      words.push(given === true ? `${option.long}` : `${option.long} ${quoted(given)}`);
  }
  return nextCommand(words.join(' '));
}

/** E.g. `client`, `remove`; the program itself is named by `npm run gateway`. */
function namesOf(command: Command): string[] {
  const names = command.parent === null ? [] : namesOf(command.parent);
  return command.name() === 'gateway' ? names : [...names, command.name()];
}
