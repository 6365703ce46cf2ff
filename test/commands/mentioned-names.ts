/** Commands that a sentence mentions by their name alone, in backquotes: of a page, or of a message in the source. */
import type { Command } from 'commander';
import { codeOf, filesBelow } from '../setup/source-files.ts';
import type { NamedCommand } from './command-texts.ts';

/** In a page also `hot-list import|sync`, with the bars of its tables escaped. */
export function namesInPage(markdown: string, place: string): NamedCommand[] {
  const prose = markdown.replaceAll('\\|', '|').replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text]) => ({ text: text as string, place }));
}

/** Backquotes within a text that stands in backquotes itself are escaped, in others not. */
export function namesInSource(): NamedCommand[] {
  return filesBelow('gateway').flatMap((file) =>
    [...codeOf(file).matchAll(/\\`([^`\n]+)\\`|'[^'\n]*`([^`'\n]+)`/g)].map(([, escaped, plain]) => ({
      text: (escaped ?? plain) as string,
      place: file.path,
    })),
  );
}

/** What is wrong with it; null for what is right, and for what begins with no command's name. */
export function faultOf(text: string, program: Command): string | null {
  const words = text.trim().split(/\s+/);
  const part = (command: Command, name: string) => command.commands.find((each) => each.name() === name);
  let command = part(program, words[0] as string);
  if (command === undefined || words.length === 1) return null;
  let at = 1;
  for (; command.commands.length > 0 && /^[a-z]/.test(words[at] ?? ''); at += 1) {
    const names = (words[at] as string).split('|');
    const strange = names.find((name) => part(command as Command, name) === undefined);
    if (strange !== undefined) return `there is no \`${strange}\``;
    command = part(command, names[0] as string) as Command;
  }
  // Their options are those of independent programs.
  if (['verify', 'mirror'].includes(command.name())) return null;
  const known = command.options;
  const option = words
    .slice(at)
    .map((word) => /^--[a-z0-9-]+/.exec(word)?.[0])
    .find((name) => name !== undefined && name !== '--help' && !known.some(({ long }) => long === name));
  return option === undefined ? null : `there is no \`${option}\``;
}
