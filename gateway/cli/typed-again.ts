/** Returns the command as it was typed, to be typed again elsewhere. */
import type { Command } from 'commander';
import { nextCommand, quoted } from './next-command.ts';

type Instead = Readonly<Record<string, string | readonly string[] | null>>;

/** @param instead words by attribute to put in place of those typed; null: none */
export function typedAgain(command: Command, instead: Instead = {}): string {
  return nextCommand(wordsTyped(command, instead));
}

/** Returns what follows `npm run gateway --`. */
export function wordsTyped(command: Command, instead: Instead = {}): string {
  const words = [...namesOf(command), ...command.args.map(quoted)];
  for (const option of command.options) {
    const name = option.attributeName();
    const typed = command.getOptionValueSource(name) === 'cli' ? command.getOptionValue(name) : null;
    const given = name in instead ? instead[name] : typed;
    if (given === null) continue;
    // A repeatable option has a list of its values.
    for (const one of Array.isArray(given) ? given : [given]) {
      words.push(one === true ? `${option.long}` : `${option.long} ${quoted(one)}`);
    }
  }
  return words.join(' ');
}

/** Returns, e.g., `client`, `remove`, without the program, which `npm run gateway` names. */
function namesOf(command: Command): string[] {
  const names = command.parent === null ? [] : namesOf(command.parent);
  return command.name() === 'gateway' ? names : [...names, command.name()];
}
