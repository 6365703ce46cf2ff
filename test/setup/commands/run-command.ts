/** Runs one of the gateway's commands within the test, and gives what it wrote. */
import { jest } from '@jest/globals';
import type { Command } from 'commander';

/** Gives what the command wrote to standard output, and its exit code. Words with spaces stand in double quotes. */
export async function endOfCommand(
  command: Command,
  line: string,
): Promise<{ readonly said: string; readonly code: unknown }> {
  let said = '';
  // The code is of the process, which is jest's own: it must not end with the code of the last command.
  const before = process.exitCode;
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(((
    chunk: string | Uint8Array,
    ...rest
  ) => {
    said += Buffer.from(chunk as Uint8Array).toString();
    const done = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
    done?.();
    return true;
  }) as typeof process.stdout.write);
  try {
    const words = line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
    await command.exitOverride().parseAsync(words, { from: 'user' });
    return { said, code: process.exitCode };
  } finally {
    write.mockRestore();
    process.exitCode = before;
  }
}

/** Runs a command and returns what it printed. @throws Error if it fails */
export const runCommand = async (command: Command, line: string): Promise<string> =>
  (await endOfCommand(command, line)).said;

/** With `--json` the last line of standard output is the result. */
export async function runCommandForJson(command: Command, line: string) {
  const output = await runCommand(command, `${line} --json`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) as string);
}
