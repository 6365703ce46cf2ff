/** Prints a command's result: JSON as the last line for programs, or what fits a screen for people. */
import { print } from './write-out.ts';

/** Writes the result as the last line of standard output with `json`, else writes `human`. */
export function printResult(result: unknown, json: boolean, human: () => string): void {
  print(json ? `${JSON.stringify(result)}\n` : `${human()}\n`);
}
