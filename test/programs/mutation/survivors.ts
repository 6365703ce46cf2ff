/** Mutants that no test can or need notice, each with the reason; kept in `survivors.json`. */
import { readFileSync } from 'node:fs';
import type { Mutant } from './mutant.ts';

/** `nth` is left out where it is 1. */
export interface Survivor extends Pick<Mutant, 'file' | 'change' | 'text' | 'original' | 'replacement'> {
  readonly nth?: number;
  readonly why: string;
}

export function readSurvivors(): readonly Survivor[] {
  const text = readFileSync(new URL('./survivors.json', import.meta.url), 'utf8');
  return JSON.parse(text) as readonly Survivor[];
}

/** The entry that says why the mutant may survive, or undefined if nobody has explained it. */
export function explanationOf(survivors: readonly Survivor[], mutant: Mutant): Survivor | undefined {
  return survivors.find(
    ({ file, change, text, original, replacement, nth = 1 }) =>
      file === mutant.file &&
      change === mutant.change &&
      text === mutant.text &&
      original === mutant.original &&
      replacement === mutant.replacement &&
      nth === mutant.nth,
  );
}
