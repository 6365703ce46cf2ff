/** The command as it was typed, with changes: what to type next. */
import type { Command } from 'commander';
import { nextCommand, quoted } from './next-command.ts';

/** @param changes by name of the option, as commander keeps it */
export function typedAgain(command: Command, changes: Readonly<Record<string, string>>): string {
  const words = [command.name(), ...command.args.map(quoted)];
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
