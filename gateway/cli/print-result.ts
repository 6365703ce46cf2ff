/** How a command ends: JSON as the last line for programs, or what fits a screen for people. */
import { print } from './write-out.ts';

/** With `json` the last line of standard output is the result; else `human` is written. */
export function printResult(result: unknown, json: boolean, human: () => string): void {
  print(json ? `${JSON.stringify(result)}\n` : `${human()}\n`);
}
