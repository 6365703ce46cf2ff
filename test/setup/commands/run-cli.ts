/** The command line as a program of its own, as a shell runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { programArguments } from '../program-arguments.ts';

export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param words as a shell would split them */
export async function runCli(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CliEnd> {
  const child = spawn(process.execPath, [...programArguments('gateway/cli.ts'), ...words], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all(
    [child.stdout, child.stderr].map(async (stream) => Buffer.concat(await stream.toArray()).toString()),
  );
  const [code] = await closed;
  return { code, stdout: stdout as string, stderr: stderr as string };
}
