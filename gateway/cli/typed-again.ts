/** The command as it was typed: what to type again, elsewhere. */
import type { Command } from 'commander';
import { nextCommand, quoted } from './next-command.ts';

export function typedAgain(command: Command): string {
  const words = [...namesOf(command), ...command.args.map(quoted)];
  for (const option of command.options) {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== 'cli') continue;
    const given = command.getOptionValue(name);
    words.push(given === true ? `${option.long}` : `${option.long} ${quoted(given)}`);
  }
  return nextCommand(words.join(' '));
}

/** E.g. `client`, `remove`; the program itself is named by `npm run gateway`. */
function namesOf(command: Command): string[] {
  const names = command.parent === null ? [] : namesOf(command.parent);
  return command.name() === 'gateway' ? names : [...names, command.name()];
}
