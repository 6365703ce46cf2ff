/** Mutants that no test can or need notice, each with the reason; kept in `survivors.json`. */
import { readFileSync } from 'node:fs';
import type { Mutant } from './mutant.ts';

export interface Survivor {
  readonly file: string;
  readonly change: string;
  /** The line that is changed, without its indentation: line numbers move, lines seldom. */
  readonly line: string;
  readonly replacement: string;
  readonly why: string;
}

export const SURVIVORS = JSON.parse(
  readFileSync(new URL('./survivors.json', import.meta.url), 'utf8'),
) as readonly Survivor[];

export function lineOf({ file, line }: Pick<Mutant, 'file' | 'line'>): string {
  return (readFileSync(file, 'utf8').split('\n')[line - 1] ?? '').trim();
}

/** Why the mutant may survive, or undefined if nobody has explained it. */
export function explanationOf(mutant: Mutant): string | undefined {
  const text = lineOf(mutant);
  return SURVIVORS.find(
    ({ file, change, line, replacement }) =>
      file === mutant.file && change === mutant.change && line === text && replacement === mutant.replacement,
  )?.why;
}
