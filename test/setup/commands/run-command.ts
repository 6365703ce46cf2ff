/** Runs one of the gateway's commands within the test, and gives what it wrote. */
import { jest } from '@jest/globals';
import type { Command } from 'commander';

/** What the command wrote to standard output. Words with spaces stand in double quotes. */
export async function runCommand(command: Command, line: string): Promise<string> {
  let output = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation(((
    chunk: string | Uint8Array,
    ...rest
  ) => {
    output += Buffer.from(chunk as Uint8Array).toString();
    const done = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
    done?.();
    return true;
  }) as typeof process.stdout.write);
  try {
    const words = line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
    await command.exitOverride().parseAsync(words, { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return output;
}

/** With `--json` the last line of standard output is the result. */
export async function runCommandForJson(command: Command, line: string) {
  const output = await runCommand(command, `${line} --json`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) as string);
}
