/** How a command ends: JSON as the last line for programs, or what fits a screen for people. */

/** With `json` the last line of standard output is the result; else `human` is written. */
export function printResult(result: unknown, json: boolean, human: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${human()}\n`);
}
