/** Every command that the pages, the help texts and the advice in the source name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../gateway/commands/create-program.ts';
import { codeOf, filesBelow, ROOT } from '../setup/source-files.ts';
import { commandsInMarkdown, commandsInOutput, type NamedCommand } from './command-texts.ts';

export function namedCommands(): NamedCommand[] {
  const help = commandsInHelp();
  return [...commandsInPages(), ...help, ...commandsInSource(help)];
}

/** Pages whose blocks a test of their own carries out in order, from the first to the last. */
export const CARRIED_OUT: Readonly<Record<string, string>> = {
  'partner-kit/README.md': 'test/partner-kit/kit-readme.test.ts',
  'partner-kit/onboarding.md': 'test/partner-kit/onboarding.test.ts',
  'partner-kit/verify-it-yourself.md': 'test/partner-kit/verify-it-yourself.test.ts',
};

/** Of the project itself, wherever they lie. */
export function projectPages(): { path: string; text: string }[] {
  const foreign = /^(node_modules|dist|\.)/;
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })

    .filter((path) => path.endsWith('.md') && !foreign.test(path) && !path.includes('/node_modules/'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function commandsInPages(): NamedCommand[] {
  return projectPages()
    .filter(({ path }) => !Object.hasOwn(CARRIED_OUT, path))
    .flatMap(({ path, text }) => commandsInMarkdown(text, path));
}

const PROGRAM = await createProgram();

/** Commands of the program, each with the words by which it is called. */
export function everyCommand(
  command: Command = PROGRAM,
  words: readonly string[] = [],
): { command: Command; words: readonly string[] }[] {
  return [
    { command, words },
    ...command.commands.flatMap((part) => everyCommand(part, [...words, part.name()])),
  ];
}

function commandsInHelp(): NamedCommand[] {
  return everyCommand().flatMap(({ command, words }) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    return commandsInOutput(help).map((text) => ({ text, place: `${words.join(' ')} --help` }));
  });
}

/** What is told as the next step, or in an error; `<…>` stands for what only the moment knows. */
function commandsInSource(help: readonly NamedCommand[]): NamedCommand[] {
  return [...filesBelow('gateway'), ...filesBelow('sharing-rules')].flatMap((file) => {
    const code = codeOf(file);
    const told = [
      ...code.matchAll(
        /(?:nextCommand|commandElsewhere|administratorsCommand)\(\s*(['`])((?:\\.|(?!\1)[^\\])*)\1/g,
      ),
    ].map(([, , words]) => `npm run gateway -- ${words}`);
    const written = [...code.matchAll(/npm (?:run gateway -- (?!\$)|start)[^\n]*/g)].map(
      ([text]) => commandsInOutput(text.split(/\\?`|';|'(?:,|\)|\s*\+|$)/)[0] as string)[0] as string,
    );
    return [...told, ...written]
      .filter((text) => !isOfHelp(text, help))
      .map((text) => text.replace(/\\+$/, '').replace(/\$\{([^}]*)\}/g, '<$1>'))
      .map((text) => ({ text, place: file.path }));
  });
}

/** Of a help text that is written over several lines in the source. */
function isOfHelp(text: string, help: readonly NamedCommand[]): boolean {
  const bare = text.replace(/ ?\\+n?$/, '');
  return bare !== text && help.some((known) => known.text.startsWith(bare));
}
