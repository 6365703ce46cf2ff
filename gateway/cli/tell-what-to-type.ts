/** Tells the user of a mistyped command all that is missing, and what to type instead. */
import { type Command, CommanderError } from 'commander';
import { nextCommand } from './next-command.ts';

const codeWhenMistyped = new WeakMap<Command, number>();

/** Sets the code for a command whose own code 1 says something else. @returns the command */
export function endsWhenMistyped(command: Command, code: number): Command {
  codeWhenMistyped.set(command, code);
  return command;
}

/** Does so for this command and its parts, since a part that is added inherits nothing. */
export function tellWhatToType(command: Command, words: readonly string[] = []): void {
  command.exitOverride((error) => {
    const code = codeWhenMistyped.get(command);
    throw code === undefined || error.exitCode === 0
      ? error
      : new CommanderError(code, error.code, error.message);
  });
  command.configureOutput({
    outputError: (text, write) => {
      const strange = strangePart(command, text);
      if (strange !== null)
        return write(`${strange}next: ${nextCommand([...words.slice(0, -1), '--help'].join(' '))}\n`);
      write(`${text}${alsoMissing(command, text)}${whatToType(command, words)}`);
    },
  });
  for (const part of command.commands) tellWhatToType(part, [...words, part.name()]);
}

/** Tells if a word in place of a default command names no part of the whole command. */
function strangePart(command: Command, text: string): string | null {
  const whole = command.parent;
  const typed = whole?.args[0];
  if (!text.startsWith('error: too many arguments for') || !whole || typed === undefined) return null;
  if (typed === command.name() || typed.startsWith('-')) return null;
  const parts = whole.commands.map((part) => part.name()).join(', ');
  return `error: \`${whole.name()}\` has no part \`${typed}\`: it has ${parts}\n`;
}

/** Lists the others, since commander names only the first. */
function alsoMissing(command: Command, text: string): string {
  if (!text.startsWith('error: required option')) return '';
  const missing = command.options.filter(
    (option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
  );
  const others = missing.slice(1).map(({ flags }) => `'${flags}'`);
  return others.length === 0 ? '' : `also required: ${others.join(', ')}\n`;
}

function whatToType(command: Command, words: readonly string[]): string {
  const example = exampleOf(command);
  const all = nextCommand([...words, '--help'].join(' '));
  return example === null ? `next: ${all}\n` : `for example: ${example}\nall options: ${all}\n`;
}

/** Returns the first example in its help, for this data directory; null if it has none. */
function exampleOf(command: Command): string | null {
  let help = '';
  const { writeOut = (text: string) => process.stdout.write(text) } = command.configureOutput();
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  command.configureOutput({ writeOut });
  const [, example] = /^Examples?:\n {2}((?:.*\\\n)*.*)$/m.exec(help) ?? [];
  if (example === undefined) return null;
  const [, ownWords] = /^npm run \w+ -- ([\s\S]*)$/.exec(example) ?? [];
  return ownWords === undefined ? example : nextCommand(ownWords);
}
