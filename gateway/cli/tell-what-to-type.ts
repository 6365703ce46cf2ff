/** What a mistyped command is told: all that is missing, and what to type instead. */
import type { Command } from 'commander';
import { nextCommand } from './next-command.ts';

/** Of this command and its parts: what is added as a part takes nothing over from the whole. */
export function tellWhatToType(command: Command, words: readonly string[] = []): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) => write(`${text}${alsoMissing(command, text)}${whatToType(command, words)}`),
  });
  for (const part of command.commands) tellWhatToType(part, [...words, part.name()]);
}

/** Commander names the first only. */
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

/** The first in its help, on the data of this one; null where it has none. */
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
